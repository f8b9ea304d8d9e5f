from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import reference_examples as examples
from cameos.api.characters import MAY_NOT, SUBMIT_PROBLEMS
from cameos.api.permission import TAG
from cameos.api.reference_bodies import NewReference, ReferenceSerializer, reference_json
from cameos.uploads.beginning import begin
from cameos.uploads.ending import remove
from cameos.uploads.selecting import reference_of
from cameos.uploads.submitting import submit
from lib.actors import Actor
from lib.api.idempotency import idempotent
from lib.api.openapi import problems
from lib.api.serializers import NoBody
from lib.api.views import ApiView
from lib.errors import ErrorCode


class ReferencesView(ApiView):
    """Pictures to make videos of."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="reference_images_create",
        summary="Get a place for a picture to make a video of",
        description="Send it there, then `POST …/submit`. Whoever shows a person is refused: ask "
        "them for their cameo. A picture from a video that was made here is refused as well: make "
        "something out of the video. What is kept is at most 1280 pixels a side, upright, without "
        "what a camera or a signature wrote beside it, for a day. As `input_image` of a wish it "
        "becomes the first frame of a video.",
        request=NewReference,
        responses={
            201: ReferenceSerializer,
            **problems(ErrorCode.QUOTA_EXCEEDED, *MAY_NOT),
        },
        examples=examples.BEGIN_EXAMPLES,
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = self.body(NewReference)
        row = begin(owner=viewer_of(request), content_type=body["content_type"])
        place = {"Location": reverse("reference-image", kwargs={"reference_id": row.pk})}
        return Response(reference_json(row), 201, headers=place)


class ReferenceView(ApiView):
    """One of them."""

    @extend_schema(
        operation_id="reference_images_read",
        summary="One of your pictures",
        responses={200: ReferenceSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.READ_EXAMPLES,
        tags=TAG,
    )
    def get(self, request: Request, reference_id: UUID) -> Response:
        return Response(reference_json(reference_of(viewer_of(request), reference_id)))

    @extend_schema(
        operation_id="reference_images_delete",
        summary="Remove a picture",
        description="It is erased, and no video is made of it from now on.",
        responses={204: None, **problems(ErrorCode.NOT_FOUND)},
        tags=TAG,
    )
    def delete(self, request: Request, reference_id: UUID) -> Response:
        viewer = viewer_of(request)
        remove(picture=reference_of(viewer, reference_id), actor=Actor.person(viewer.pk))
        return Response(status=204)


class SubmitReferenceView(ApiView):
    """Sending it in."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="reference_images_submit",
        summary="Have the picture looked at",
        request=NoBody,
        responses={202: ReferenceSerializer, **SUBMIT_PROBLEMS},
        examples=examples.SUBMIT_EXAMPLES,
        tags=TAG,
    )
    def post(self, request: Request, reference_id: UUID) -> Response:
        self.body(NoBody)
        viewer = viewer_of(request)
        row = submit(picture=reference_of(viewer, reference_id), by=viewer)
        return Response(reference_json(row), 202)

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import character_examples as examples
from cameos.api.character_bodies import CharacterSerializer, NewCharacter, character_json
from cameos.api.permission import TAG
from cameos.characters.beginning import begin, begin_refusal
from cameos.characters.ending import remove
from cameos.characters.naming import accepted_name
from cameos.characters.selecting import character_of, characters_of
from cameos.characters.submitting import submit
from lib.actors import Actor
from lib.api.idempotency import idempotency_key, idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import NoBody
from lib.api.views import ApiView
from lib.errors import ErrorCode

NEWEST = ("-created_at", "-id")
MAY_NOT = (
    *(ErrorCode.SUSPENDED, ErrorCode.STANDING_LIMITED, ErrorCode.EMAIL_NOT_VERIFIED),
    *(ErrorCode.COOLING_OFF, ErrorCode.THROTTLED),
)

SUBMIT_PROBLEMS = problems(
    *(ErrorCode.NOT_FOUND, ErrorCode.RECORDING_MISSING, ErrorCode.GONE, *MAY_NOT),
    *(ErrorCode.ALREADY_FINISHED, ErrorCode.STALE_STATE),
)


class CharactersView(ApiView):
    """What is no human being: a pet, a thing, a drawing."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="characters_create",
        summary="Name a character, and get a place for its clip",
        description="Send a film of 3 to 10 seconds or a picture there, then `POST …/submit`. "
        "Whoever shows a human being is refused: people enrol themselves. Its sound is not kept.",
        request=NewCharacter,
        responses={
            201: CharacterSerializer,
            **problems(
                *(ErrorCode.INVALID_CHARACTERS, ErrorCode.INPUT_MODERATION, *MAY_NOT),
                *(ErrorCode.ENROLMENT_LIMIT, ErrorCode.TEMPORARILY_UNAVAILABLE),
            ),
        },
        examples=examples.BEGIN_EXAMPLES,
        tags=TAG,
    )
    def post(self, request: Request) -> Response:
        body, viewer = self.body(NewCharacter), viewer_of(request)
        idempotency_key(request)
        # Judged before the transaction, and only for whoever may go on; others are refused within,
        # unless this is a repeated request.
        refused = begin_refusal(viewer) is not None
        words = "" if refused else accepted_name(body["name"], by=viewer)
        return self._begin(request, words, body["content_type"])

    post.takes_idempotency_key = True  # type: ignore[attr-defined]

    @idempotent
    def _begin(self, request: Request, words: str, content_type: str) -> Response:
        row = begin(owner=viewer_of(request), words=words, content_type=content_type)
        place = {"Location": reverse("character", kwargs={"character_id": row.pk})}
        return Response(character_json(row), 201, headers=place)

    @extend_schema(
        operation_id="characters_list",
        summary="Your characters, newest first",
        examples=examples.LIST_EXAMPLES,
        tags=TAG,
        **listed(CharacterSerializer),
    )
    def get(self, request: Request) -> Response:
        rows = characters_of(viewer_of(request))
        return keyset_page(request, rows, order=NEWEST, serialize=character_json)


class CharacterView(ApiView):
    """One of them."""

    @extend_schema(
        operation_id="characters_read",
        summary="One of your characters",
        responses={200: CharacterSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.READ_EXAMPLES,
        tags=TAG,
    )
    def get(self, request: Request, character_id: UUID) -> Response:
        return Response(character_json(character_of(viewer_of(request), character_id)))

    @extend_schema(
        operation_id="characters_delete",
        summary="Remove a character",
        description="Nobody uses it from now on, and its clip is erased.",
        responses={204: None, **problems(ErrorCode.NOT_FOUND)},
        tags=TAG,
    )
    def delete(self, request: Request, character_id: UUID) -> Response:
        viewer = viewer_of(request)
        remove(character=character_of(viewer, character_id), actor=Actor.person(viewer.pk))
        return Response(status=204)


class SubmitCharacterView(ApiView):
    """Sending it in."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="characters_submit",
        summary="Have the clip looked at",
        request=NoBody,
        responses={202: CharacterSerializer, **SUBMIT_PROBLEMS},
        examples=examples.SUBMIT_EXAMPLES,
        tags=TAG,
    )
    def post(self, request: Request, character_id: UUID) -> Response:
        self.body(NoBody)
        viewer = viewer_of(request)
        row = submit(character=character_of(viewer, character_id), by=viewer)
        return Response(character_json(row), 202)

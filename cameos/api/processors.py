from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import needs_proof, viewer_of
from cameos.api import processor_examples as examples
from cameos.api.own import OwnCameoView
from cameos.api.permission import CLOSED_TO_TEENS, TAG
from cameos.api.processor_bodies import AgreeSerializer, ProcessorsSerializer
from cameos.processors.agreeing import agree, withdraw
from cameos.processors.declared import processor_named
from cameos.processors.showing import shown_to_owner
from lib.api.openapi import problems
from lib.errors import ErrorCode


class ProcessorsView(OwnCameoView):
    """Where my likeness may go."""

    @extend_schema(
        operation_id="cameo_processors",
        summary="Who outside of this house may draw me",
        description="Agreed to one by one. Show `text` whole before anybody agrees.",
        responses={200: ProcessorsSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.PROCESSORS],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        shown: Any = {"results": shown_to_owner(self.cameo(request, cameo_id))}
        return Response(ProcessorsSerializer(shown).data)


class ProcessorView(OwnCameoView):
    """One of them."""

    @extend_schema(
        operation_id="cameo_processor_agree",
        summary="Agree to one",
        description="For videos that I permit, until I take it back. Under 18 nobody can.",
        request=AgreeSerializer,
        responses={
            204: None,
            **problems(
                *(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
                ErrorCode.REAUTHENTICATION_REQUIRED,
            ),
            **CLOSED_TO_TEENS,
        },
        examples=[examples.AGREE],
        tags=TAG,
    )
    @needs_proof
    def put(self, request: Request, cameo_id: UUID, key: str) -> Response:
        cameo, processor = self.cameo(request, cameo_id), processor_named(key)
        read = self.body(AgreeSerializer)["text_hash"]
        agree(cameo=cameo, by=viewer_of(request), processor=processor, text_hash=read)
        return Response(status=204)

    @extend_schema(
        operation_id="cameo_processor_withdraw",
        summary="Take it back",
        description="What is being drawn there with my likeness ends. Said twice, nothing changes.",
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED)},
        tags=TAG,
    )
    def delete(self, request: Request, cameo_id: UUID, key: str) -> Response:
        withdraw(cameo=self.cameo(request, cameo_id), by=viewer_of(request), key=key)
        return Response(status=204)

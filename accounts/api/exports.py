from datetime import timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import export_examples as examples
from accounts.api.access import require_proof, viewer_of
from accounts.api.serializers import Proof
from accounts.models import Export, ExportState
from accounts.services import exports
from lib.api.fields import TypedIdField
from lib.api.idempotency import idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import StrictSerializer
from lib.api.throttling import spend
from lib.api.views import ApiView
from lib.crypto import ed25519
from lib.errors import ErrorCode
from lib.ids import IdKind
from lib.selecting import one_of
from lib.signed_media import MAX_SECONDS, signed_url

ERRORS = (
    "internal",
    *("storage_unavailable", "storage_denied", "storage_damaged", "storage_full"),
)


class ProgressSerializer(serializers.Serializer[Any]):
    """How far it is: tables and files; 0 of 0 before anything was counted."""

    done = serializers.IntegerField(min_value=0)
    total = serializers.IntegerField(min_value=0)


class SignerSerializer(serializers.Serializer[Any]):
    """The key that signed manifest.json: keep it beside the file, and verify without us."""

    algorithm = serializers.ChoiceField(choices=[ed25519.ALGORITHM])
    key = serializers.CharField(help_text="As the manifest names it.")
    public_key = serializers.CharField(help_text="32 bytes in hexadecimal.")
    pem = serializers.CharField(help_text="The same, for OpenSSL.")


class DownloadSerializer(serializers.Serializer[Any]):
    """Where it can be fetched for five minutes; read the archive again for a new address."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Of the whole file.")
    signer = SignerSerializer()


class ExportSerializer(StrictSerializer[Export]):
    """An archive of everything that is mine."""

    id = TypedIdField(IdKind.EXPORT, read_only=True)
    state = serializers.ChoiceField(choices=ExportState.choices)
    asked_at = serializers.DateTimeField()
    progress = ProgressSerializer()
    error = serializers.ChoiceField(
        choices=ERRORS,
        allow_null=True,
        help_text="Why it failed, or why it is tried again; null otherwise.",
    )
    ready_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(
        allow_null=True, help_text="Nobody fetches it after that; it is erased."
    )

    def to_representation(self, instance: Export) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(
            {
                "id": instance.pk,
                "state": instance.state,
                "asked_at": instance.asked_at,
                "progress": {"done": instance.parts_done, "total": instance.parts_total},
                "error": instance.error_code or None,
                "ready_at": instance.ready_at,
                "ends_at": instance.ends_at,
            }  # type: ignore[arg-type]
        )
        return shown


class FetchableExportSerializer(ExportSerializer):
    """One of them, with its address."""

    download = DownloadSerializer(allow_null=True, help_text="Once it is ready, until it ends.")

    def to_representation(self, instance: Export) -> dict[str, Any]:
        return super().to_representation(instance) | {"download": _download(instance)}


class ExportsView(ApiView):
    """My archives."""

    @extend_schema(
        tags=["me"],
        operation_id="me_exports_list",
        summary="My archives, newest first",
        examples=[examples.EXPORTS],
        **listed(ExportSerializer),
    )
    def get(self, request: Request) -> Response:
        return keyset_page(
            request,
            exports.exports_of(viewer_of(request)).select_related("person"),
            order=("-asked_at", "-id"),
            serialize=lambda row: ExportSerializer(exports.looked_at(row)).data,
        )

    @extend_schema(
        tags=["me"],
        operation_id="me_exports_create",
        summary="Ask for an archive of everything that is mine",
        description="One at a time; an earlier one that is ready ends. Watch it at `Location`, or "
        "wait for the event `export.ready`. docs/exports.md says what is in it.",
        request=Proof,
        responses={
            202: ExportSerializer,
            **problems(
                *(ErrorCode.REAUTHENTICATION_REQUIRED, ErrorCode.INCORRECT_PASSWORD),
                *(ErrorCode.EXPORT_ON_ITS_WAY, ErrorCode.THROTTLED),
            ),
        },
        examples=[examples.PROOF, examples.ASKED],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        require_proof(request, password=self.body(Proof).get("password"))
        spend("export", request)
        row = exports.ask(person=viewer_of(request))
        place = {"Location": reverse("me-export", kwargs={"export_id": row.pk})}
        return Response(ExportSerializer(row).data, 202, headers=place)


class ExportView(ApiView):
    """One of them."""

    @extend_schema(
        tags=["me"],
        operation_id="me_export_read",
        summary="How far it is, and where it can be fetched",
        responses={200: FetchableExportSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.WORKING, examples.READY],
    )
    def get(self, request: Request, export_id: UUID) -> Response:
        mine = exports.exports_of(viewer_of(request)).select_related("person")
        row = exports.looked_at(one_of(mine, export_id))
        return Response(FetchableExportSerializer(row).data)


def _download(row: Export) -> dict[str, Any] | None:
    if row.state != ExportState.READY or row.ends_at is None:
        return None
    left = int((row.ends_at - timezone.now()).total_seconds())
    seconds = max(1, min(MAX_SECONDS, left))
    url = signed_url(row.storage_key, seconds=seconds, filename=f"{row.public_id}.zip")
    expires = timezone.now() + timedelta(seconds=seconds)
    return {
        "url": urljoin(settings.PUBLIC_ORIGIN, url),
        "expires_at": serializers.DateTimeField().to_representation(expires),
        "bytes": row.bytes,
        "sha256": row.sha256,
        "signer": _signer(row),
    }


def _signer(row: Export) -> dict[str, str]:
    ((key_id, key),) = ed25519.public_keys([row.signer_key]).items()
    return {
        "algorithm": ed25519.ALGORITHM,
        "key": key_id,
        "public_key": row.signer_key,
        "pem": key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    }

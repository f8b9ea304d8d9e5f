from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import receipt_examples as examples
from cameos.ledger.facts import ConsentKind
from cameos.ledger.hashing import timestamp
from cameos.ledger.receipts import FORMAT, receipt_of
from cameos.ledger.selecting import entries_for, entry_for
from cameos.models import ConsentEntry
from lib.actors import Actor
from lib.api.fields import TypedIdField
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.ids import IdKind

KINDS = [one.value for one in ConsentKind]


class LedgerEntrySerializer(StrictSerializer[ConsentEntry]):
    """That something was consented to or withdrawn; who else was part of it is in the receipt."""

    id = TypedIdField(IdKind.RECEIPT)
    seq = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=KINDS)
    at = serializers.DateTimeField()
    by_you = serializers.BooleanField(help_text="Otherwise by another person, or by the system.")


class ReceiptSignatureSerializer(StrictSerializer[Any]):
    """`key` names the signer's key; compare it with what the operator published."""

    algorithm = serializers.ChoiceField(choices=["Ed25519"])
    key = serializers.CharField()
    public_key = serializers.CharField()
    value = serializers.CharField()


class ReceiptStatementSerializer(StrictSerializer[Any]):
    """What was signed."""

    number = serializers.IntegerField(min_value=1)
    at = serializers.CharField()
    count = serializers.IntegerField(min_value=1)
    root = serializers.CharField()  # type: ignore[assignment]
    previous = serializers.CharField()


class ReceiptAnchorSerializer(StrictSerializer[Any]):
    """How the entry leads to what was signed and kept outside the database."""

    following = serializers.ListField(child=serializers.CharField())
    chain_salt = serializers.CharField()
    place = serializers.IntegerField(min_value=0)
    proof = serializers.ListField(child=serializers.CharField())
    statement = ReceiptStatementSerializer()
    signature = ReceiptSignatureSerializer()


class ReceiptSerializer(StrictSerializer[Any]):
    """A proof that needs nobody's word; docs/consent-ledger.md says how to check it."""

    format = serializers.ChoiceField(choices=[FORMAT])
    id = serializers.CharField()
    cameo = serializers.CharField()
    seq = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=KINDS)
    at = serializers.CharField()
    actor = serializers.CharField()
    fact = serializers.DictField(allow_null=True, help_text="Null once it was destroyed.")
    salt = serializers.CharField(allow_null=True)
    commitment = serializers.CharField()
    previous_hash = serializers.CharField()
    row_hash = serializers.CharField()
    anchor = ReceiptAnchorSerializer(
        allow_null=True, help_text="Null for some minutes, until the next anchor."
    )


class ReceiptsView(ApiView):
    """One's own ledger."""

    @extend_schema(
        operation_id="cameo_receipts_list",
        summary="What was consented to with your likeness, newest first",
        description="After an erasure too: what was said is destroyed then, and the list stays.",
        examples=examples.LIST_EXAMPLES,
        tags=["cameos"],
        **listed(LedgerEntrySerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        viewer = viewer_of(request)
        me = str(Actor.person(viewer.pk))
        entries = entries_for(viewer, cameo_id)
        return keyset_page(
            request, entries, order=("-seq",), serialize=lambda entry: _listed(entry, me)
        )


class ReceiptView(ApiView):
    """One of them, to keep."""

    @extend_schema(
        operation_id="cameo_receipt_read",
        summary="A receipt that proves one consent",
        description="Keep the file: it can be checked without this service. A receipt is complete "
        "once `anchor` is there.",
        responses={200: ReceiptSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.READ_EXAMPLES,
        tags=["cameos"],
    )
    def get(self, request: Request, cameo_id: UUID, receipt_id: UUID) -> Response:
        entry = entry_for(viewer_of(request), cameo_id, receipt_id)
        name = f"attachment; filename={entry.public_id}.json"
        return Response(receipt_of(entry), headers={"Content-Disposition": name})


def _listed(entry: ConsentEntry, me: str) -> dict[str, Any]:
    return {
        "id": entry.public_id,
        "seq": entry.seq,
        "kind": entry.kind,
        "at": timestamp(entry.at),
        "by_you": entry.actor == me,
    }

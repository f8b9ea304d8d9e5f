"""What families look like in JSON. No body here has room for words of people."""

from typing import Any

from rest_framework import serializers

from accounts.api.safeguard_parts import LimitValueField
from accounts.models import User
from lib.api.fields import StrictCharField, StrictChoiceField, StrictIntegerField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind
from parental.activity import Day
from parental.models import (
    ConsentPurpose,
    ConsentReceipt,
    EntryKind,
    FamilyEntry,
    GuardianLink,
    Proposal,
)
from parental.selectors import ended_by, guardian_shown, side_of, state_shown
from parental.states import (
    AgeWord,
    EndReason,
    LinkState,
    ProposalKind,
    ProposalState,
    ReleaseKind,
    Side,
    Why,
)
from parental.values import SETTABLE_NAMES


class CodeSerializer(serializers.Serializer[Any]):
    """A code to show. It is told once."""

    code = serializers.CharField()
    expires_at = serializers.DateTimeField()


class InvitationSerializer(serializers.Serializer[Any]):
    """Whether a code of mine works now."""

    expires_at = serializers.DateTimeField(allow_null=True)


class RedeemSerializer(StrictSerializer[Any]):
    """A code that a teen showed."""

    code = StrictCharField(max_length=32)
    text_version = StrictIntegerField(min_value=1)


class AgreementSerializer(StrictSerializer[Any]):
    """Which text one has read."""

    text_version = StrictIntegerField(min_value=1)


class ReasonSerializer(StrictSerializer[Any]):
    """Why a teen leaves at once."""

    reason = StrictChoiceField(choices=[EndReason.UNKNOWN_PERSON.value, EndReason.NOT_SAFE.value])


class TextSerializer(serializers.Serializer[Any]):
    """What one agrees to."""

    purpose = serializers.ChoiceField(choices=ConsentPurpose.choices)
    version = serializers.IntegerField()
    text = serializers.CharField()
    hash = serializers.CharField(help_text="SHA-256 of the text.")


class TextsSerializer(serializers.Serializer[Any]):
    """All texts in force."""

    results = TextSerializer(many=True)


class GuardianSerializer(serializers.Serializer[User]):
    """Who a guardian is, to their teen."""

    handle = serializers.CharField()
    display_name = serializers.CharField()


class LinkSerializer(serializers.Serializer[Any]):
    """A link, as one of the two reads it."""

    id = TypedIdField(IdKind.GUARDIAN_LINK)
    side = serializers.ChoiceField(choices=Side.choices)
    state = serializers.ChoiceField(choices=LinkState.choices)
    guardian = GuardianSerializer(
        allow_null=True, help_text="To the teen alone; null where either blocked the other."
    )
    teen_number = serializers.IntegerField(
        allow_null=True, help_text="To the guardian alone, who reads no name of the teen."
    )
    asked_at = serializers.DateTimeField()
    active_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.ChoiceField(choices=Side.choices, allow_null=True)


class ChangeSerializer(StrictSerializer[Any]):
    """What a control shall be, and why."""

    value = LimitValueField(allow_null=False)
    why = StrictChoiceField(choices=Why.choices)


class RemovalSerializer(StrictSerializer[Any]):
    """Why a control goes."""

    why = StrictChoiceField(choices=Why.choices)


class WishSerializer(StrictSerializer[Any]):
    """What one side asks of the other."""

    limit = StrictChoiceField(choices=SETTABLE_NAMES)
    value = LimitValueField(allow_null=True)
    why = StrictChoiceField(choices=Why.choices)


class ProposalSerializer(serializers.Serializer[Proposal]):
    """A change of a control, as both read it."""

    id = TypedIdField(IdKind.FAMILY_PROPOSAL)
    link = TypedIdField(IdKind.GUARDIAN_LINK, source="link_id")
    by = serializers.ChoiceField(choices=Side.choices)
    kind = serializers.ChoiceField(choices=ProposalKind.choices)
    limit = serializers.ChoiceField(choices=SETTABLE_NAMES)
    value = LimitValueField(allow_null=True)
    why = serializers.ChoiceField(choices=Why.choices)
    state = serializers.ChoiceField(choices=ProposalState.choices)
    made_at = serializers.DateTimeField()
    acts_at = serializers.DateTimeField(
        allow_null=True, help_text="When a decision holds unless the teen agrees sooner."
    )
    settled_at = serializers.DateTimeField(allow_null=True)


class ControlSerializer(serializers.Serializer[Any]):
    """One limit: what this guardian set, and what holds for the teen."""

    limit = serializers.ChoiceField(choices=SETTABLE_NAMES)
    value = LimitValueField(allow_null=True)
    set_at = serializers.DateTimeField(allow_null=True)
    effective = LimitValueField(allow_null=True)


class ControlsSerializer(serializers.Serializer[Any]):
    """All limits."""

    results = ControlSerializer(many=True)


class DaySerializer(serializers.Serializer[Day]):
    """One day in UTC, in numbers."""

    day = serializers.DateField()
    minutes = serializers.IntegerField()
    films_made = serializers.IntegerField()
    films_shown = serializers.IntegerField()


class ActivitySerializer(serializers.Serializer[Any]):
    """The last days, today last."""

    days = DaySerializer(many=True)


class EntrySerializer(serializers.Serializer[FamilyEntry]):
    """A line of the ledger."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=EntryKind.choices)
    by = serializers.ChoiceField(choices=Side.choices)
    limit = serializers.CharField()
    value = LimitValueField(allow_null=True)
    why = serializers.CharField()
    release = serializers.CharField()
    proposal = TypedIdField(IdKind.FAMILY_PROPOSAL, source="proposal_id", allow_null=True)
    policy = serializers.CharField()
    policy_version = serializers.IntegerField(allow_null=True)


class FamilyReceiptSerializer(serializers.Serializer[ConsentReceipt]):
    """That one of the two agreed, or took it back, and to which text."""

    id = TypedIdField(IdKind.FAMILY_RECEIPT)
    side = serializers.ChoiceField(choices=Side.choices)
    purpose = serializers.ChoiceField(choices=ConsentPurpose.choices)
    given = serializers.BooleanField()
    text_version = serializers.IntegerField()
    text_hash = serializers.CharField()
    at = serializers.DateTimeField()


class AgeWordSerializer(StrictSerializer[Any]):
    """How old the teen is, as their guardian says."""

    says = StrictChoiceField(choices=AgeWord.choices)


class ReleaseSerializer(serializers.Serializer[Any]):
    """Who said yes to one thing about the teen's likeness."""

    kind = serializers.ChoiceField(choices=ReleaseKind.choices)
    teen_at = serializers.DateTimeField(allow_null=True)
    guardian_at = serializers.DateTimeField(allow_null=True)
    withdrawn_by = serializers.ChoiceField(choices=Side.choices, allow_null=True)
    stands = serializers.BooleanField()


class ReleasesSerializer(serializers.Serializer[Any]):
    """All kinds."""

    results = ReleaseSerializer(many=True)


def link_json(link: GuardianLink, viewer: User) -> Any:
    """As this one of the two reads it."""
    side, state = side_of(link, viewer), state_shown(link, viewer)
    live = state in (LinkState.ASKED, LinkState.ACTIVE)
    hidden = side == Side.GUARDIAN and link.shown_until is not None
    ended_at = None if live else (link.shown_until if hidden else link.ended_at)
    return LinkSerializer(
        {
            "id": link.pk,
            "side": side.value,
            "state": state.value,
            "guardian": guardian_shown(link, viewer),
            "teen_number": link.number if side == Side.GUARDIAN else None,
            "asked_at": link.asked_at,
            "active_at": link.active_at,
            "ended_at": ended_at,
            "ended_by": ended_by(link, viewer),
        }
    ).data

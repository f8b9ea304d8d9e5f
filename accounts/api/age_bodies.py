"""What one reads and says about one's own age."""

from typing import Any

from rest_framework import serializers

from accounts.age_words import NOBODY_SAID, RESTS_ON
from accounts.assurance import is_assured
from accounts.models import AgeAppeal, AgeAppealState, AgeBand, AgeInput, AgeSource, User
from accounts.prediction.features import in_words
from accounts.services import age_appeals
from accounts.services.ages import current_signals, held_by
from accounts.services.declared_ranges import DeclarationMethod
from lib.api.fields import StrictCharField, StrictChoiceField, StrictIntegerField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind

OLDEST = 120


class AppealSerializer(serializers.Serializer[AgeAppeal]):
    """My last appeal."""

    id = TypedIdField(IdKind.AGE_APPEAL, read_only=True)
    state = serializers.ChoiceField(choices=AgeAppealState.choices, read_only=True)
    finding = serializers.CharField(
        read_only=True, help_text="What staff found; empty while they have not decided."
    )
    opened_at = serializers.DateTimeField(read_only=True)
    decided_at = serializers.DateTimeField(read_only=True, allow_null=True)


class AgeSerializer(serializers.Serializer[Any]):
    """My age, as this house holds it."""

    band = serializers.ChoiceField(choices=AgeBand.choices)
    rests_on = serializers.ChoiceField(choices=AgeSource.choices, allow_null=True)
    in_words = serializers.CharField(help_text="What it rests on; follows Accept-Language.")
    drawn_from = serializers.ListField(
        child=serializers.CharField(),
        help_text="Where a program concluded it: what weighed most, in words.",
    )
    since = serializers.DateTimeField(help_text="Since when it rests on that.")
    adult_from = serializers.DateField(
        allow_null=True, help_text="The day on which this turns to 18_plus by itself, if known."
    )
    can = serializers.ListField(
        child=serializers.ChoiceField(choices=["appeal", "assure", "withdraw_appeal", "verify"]),
        help_text="What I can do about it now. `assure`: `POST /me/age/appeal` of an adult of whom "
        "we are not sure enough that they may watch over a teen.",
    )
    appeal = AppealSerializer(allow_null=True)


class RangeBody(StrictSerializer[Any]):
    """What DeclaredAgeRange answered, asked with gates at 13 and 18; a bound may be missing."""

    lower_bound = StrictIntegerField(min_value=0, max_value=OLDEST, allow_null=True)
    upper_bound = StrictIntegerField(min_value=0, max_value=OLDEST, allow_null=True)
    declaration = StrictChoiceField(choices=DeclarationMethod.choices)


class VisitSerializer(serializers.Serializer[Any]):
    """Where to go, and until when an answer is taken."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class AnswerBody(StrictSerializer[Any]):
    """The provider's signed answer."""

    answer = StrictCharField(max_length=8192)


class ProofLinkBody(StrictSerializer[Any]):
    """What stands in the link of the mail."""

    token = StrictCharField(max_length=512)


class ProofAskedSerializer(serializers.Serializer[Any]):
    """Staff will write; everything is deleted then, unless they saw a proof."""

    state = serializers.CharField()
    delete_at = serializers.DateTimeField()


def age_json(person: User, *, can_verify: bool) -> dict[str, Any]:
    """The body of AgeSerializer."""
    held = held_by(person)
    by = held.by
    return {
        "band": person.age_band.value,
        "rests_on": by.value if by else None,
        "in_words": str(RESTS_ON[by] if by else NOBODY_SAID),
        "drawn_from": _drawn_from(person, by),
        "since": person.assured_at or person.created_at,
        "adult_from": person.comes_of_age_on,
        "can": list(_can(person, can_verify=can_verify)),
        "appeal": AgeAppeal.objects.filter(person=person).order_by("-opened_at").first(),
    }


def _drawn_from(person: User, by: AgeSource | None) -> list[str]:
    if by != AgeSource.PREDICTED:
        return []
    newest = current_signals(person).filter(source=by).last()
    kept = AgeInput.objects.filter(signal_id=newest.pk).first() if newest else None
    return in_words(kept.facts.get("weighed", [])) if kept else []


def _can(person: User, *, can_verify: bool) -> Any:
    if age_appeals.waiting_appeal(person):
        yield "withdraw_appeal"
    elif age_appeals.appeal_refusal(person) is None:
        yield "assure" if person.age_band == AgeBand.ADULT else "appeal"
    if can_verify and not (person.age_band == AgeBand.ADULT and is_assured(person)):
        yield "verify"

"""Bodies of the routes about appeals."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from enforcement.api.bodies import WordsField
from enforcement.api.redress import day_json
from enforcement.models import (
    Appeal,
    AppealMessage,
    AppealOutcome,
    AppealState,
    AppealText,
    Party,
)
from enforcement.overtaken import overtaken
from enforcement.shown_appeals import is_asked
from enforcement.states import Outcome
from lib.api.fields import TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind


class DecisionAppealBody(StrictSerializer[Any]):
    """Why the decision is wrong."""

    text = WordsField(
        trim_whitespace=False,
        allow_blank=True,
        help_text=_("Up to 2,000 characters, for whoever looks at it anew."),
    )


class AppealMessageSerializer(StrictSerializer[AppealMessage]):
    """A question about an appeal, or the reply."""

    yours = serializers.BooleanField(help_text=_("Whether it is what you wrote; else we asked."))
    text = serializers.CharField()
    sent_on = serializers.DateField()


class DecisionAppealSerializer(StrictSerializer[Appeal]):
    """An appeal of yours, and what became of it."""

    id = TypedIdField(IdKind.APPEAL, read_only=True)
    party = serializers.ChoiceField(choices=Party.choices)
    decision = TypedIdField(
        IdKind.DECISION, allow_null=True, help_text=_("Where it is about something of yours.")
    )
    report = TypedIdField(
        IdKind.REPORT, allow_null=True, help_text=_("Where you had reported something.")
    )
    state = serializers.ChoiceField(choices=AppealState.choices)
    outcome = serializers.ChoiceField(choices=AppealOutcome.choices, allow_null=True)
    text = serializers.CharField(
        allow_null=True, help_text=_("What you said; null once its time is over.")
    )
    answer = serializers.CharField(
        allow_null=True,
        help_text=_("What was found, and why; of a superseded one what the new decision finds."),
    )
    finding = serializers.ChoiceField(
        choices=Outcome.choices,
        allow_null=True,
        help_text=_("Of a superseded one: what the decision finds that took the place."),
    )
    replaced_by = TypedIdField(
        IdKind.DECISION,
        allow_null=True,
        help_text=_(
            "That decision, where it is about something of yours: it says whether and until when "
            "you can appeal it anew."
        ),
    )
    messages = AppealMessageSerializer(many=True, help_text=_("Questions, and your replies."))
    asked = serializers.BooleanField(help_text=_("Whether a question waits for your reply."))
    remix_closed = serializers.BooleanField(
        help_text=_("Whether remixes and downloads of the video are closed until it is answered.")
    )
    sent_on = serializers.DateField(help_text=_("The day, in UTC."))
    settled_on = serializers.DateField(allow_null=True)


def appeal_json(appeal: Appeal) -> dict[str, Any]:
    """The body of DecisionAppealSerializer, of a row of `appeals_for`."""
    words: AppealText | None = getattr(appeal, "words", None)
    report, passed = appeal.report, overtaken(appeal)
    answer = words.answer if words else None
    return {
        "id": appeal.public_id,
        "party": appeal.party,
        "decision": None if report else appeal.decision.public_id,
        "report": report.public_id if report else None,
        "state": appeal.state,
        "outcome": appeal.outcome or None,
        "text": words.text if words else None,
        "answer": passed.says if passed else answer,
        "finding": passed.finding.value if passed else None,
        "replaced_by": passed.result.public_id if passed and passed.result else None,
        "messages": [
            {"yours": not one.from_staff, "text": one.text, "sent_on": day_json(one.at)}
            for one in sorted(appeal.messages.all(), key=lambda one: (one.at, one.pk))
        ],
        "asked": is_asked(appeal),
        "remix_closed": appeal.locked and appeal.state == AppealState.PENDING,
        "sent_on": day_json(appeal.opened_at),
        "settled_on": day_json(appeal.settled_at),
    }

"""Bodies of the routes about reports."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from enforcement.actions.registry import REPORTER_TEXTS, TEXTS
from enforcement.api.redress import RedressSerializer, redress_json
from enforcement.claim_kinds import ClaimKind
from enforcement.limits import TEXT_CHARACTERS
from enforcement.models import Report
from enforcement.reasons import CODES, REASONS, Topic
from enforcement.saying import Said
from enforcement.showing import Progress, answered, measures_of, progress_of, removed
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from generation.api.wish_parts import TimeField
from lib.api.fields import StrictBooleanField, StrictCharField, StrictChoiceField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind

SUBJECT_CHARACTERS = 40
NAMED_CHARACTERS = 40


@extend_schema_field({"type": "string", "maxLength": TEXT_CHARACTERS})
class WordsField(StrictCharField):
    """Text whose length and characters the service judges, after normalisation."""


class ReportBody(StrictSerializer[Any]):
    """What is reported, and for what."""

    subject = StrictCharField(
        max_length=SUBJECT_CHARACTERS,
        help_text=_(
            "The id of a post (`pst_`), of a draft with your likeness (`vid_`), of a person "
            "(`usr_`) or of a likeness or character (`cam_`)."
        ),
    )
    reason = StrictChoiceField(choices=CODES, help_text=_("A code of `/reports/reasons`."))
    text = WordsField(
        required=False,
        allow_blank=True,
        default="",
        trim_whitespace=False,
        help_text=_("Up to 2,000 characters for our staff; nobody else ever reads them."),
    )
    start = TimeField(required=False, help_text=_("Seconds: where in the video it begins."))
    end = TimeField(required=False, help_text=_("And where it ends."))
    about_me = StrictBooleanField(
        required=False, default=False, help_text=_("Whether it is about you.")
    )
    impersonated = StrictCharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=NAMED_CHARACTERS,
        help_text=_(
            "For `impersonation`, where it is needed, and for nothing else: whom it passes for. "
            "`me`, the id of a person (`usr_`) whom you see, or the name of a known figure."
        ),
    )


def said_in(body: dict[str, Any]) -> Said:
    """What a body says beside its reason."""
    return Said(
        body["text"],
        body.get("start"),
        body.get("end"),
        body["about_me"],
        body["impersonated"],
    )


class MeasureSerializer(StrictSerializer[Any]):
    """Something that was done about what was reported."""

    text = serializers.ChoiceField(choices=REPORTER_TEXTS, help_text=_("The id of the sentence."))
    says = serializers.CharField(help_text=_("The sentence."))


class ReportSerializer(StrictSerializer[Report]):
    """A report of yours: the receipt, and what became of it."""

    id = TypedIdField(IdKind.REPORT, read_only=True)
    kind = serializers.ChoiceField(choices=SubjectKind.choices)
    subject = serializers.CharField(
        allow_null=True,
        help_text=_("Its id; null where you may no longer see it, and without an account."),
    )
    reason = serializers.ChoiceField(choices=CODES)
    about_me = serializers.BooleanField()
    claim = serializers.ChoiceField(
        choices=ClaimKind.choices,
        allow_null=True,
        help_text=_("How you said whom it passes for, of impersonation."),
    )
    state = serializers.ChoiceField(choices=[one.value for one in Progress])
    outcome = serializers.ChoiceField(
        choices=Outcome.choices, allow_null=True, help_text=_("What was found, once decided.")
    )
    measures = MeasureSerializer(many=True, help_text=_("What we did; nothing that was undone."))
    removed = serializers.BooleanField(
        allow_null=True,
        help_text=_(
            "Of what breaks a rule: whether we took it away; false leaves it where it is, whatever "
            "else we did. Null for all else."
        ),
    )
    automated = serializers.BooleanField(
        allow_null=True, help_text=_("Whether no person decided it; null before it is decided.")
    )
    processing = serializers.CharField(
        allow_null=True,
        help_text=_("The part of software in looking at it and deciding it; null before."),
    )
    redress = RedressSerializer(
        allow_null=True, help_text=_("How the decision can be contested; null before there is one.")
    )
    appeal = TypedIdField(
        IdKind.APPEAL, allow_null=True, help_text=_("Your newest appeal about it.")
    )
    attachments = serializers.IntegerField(
        min_value=0, help_text=_("How many pictures you sent with it.")
    )
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


def report_json(report: Report, *, subject: str | None = None) -> dict[str, Any]:
    """The body of ReportSerializer; `subject` only where its reporter still sees it."""
    found = answered(report)
    url = reverse("appeal-report", kwargs={"report_id": report.pk})
    return {
        "id": report.public_id,
        "kind": report.subject_kind,
        "subject": subject,
        "reason": report.reason,
        "about_me": report.about_me,
        "claim": report.claim or None,
        "state": progress_of(report).value,
        "outcome": report.outcome or None,
        "measures": [{"text": one, "says": str(TEXTS[one])} for one in measures_of(report)],
        "removed": removed(report),
        "automated": found.automated if found else None,
        "processing": found.processing if found else None,
        "redress": redress_json(found.right, url) if found else None,
        "appeal": found.appeal.public_id if found and found.appeal else None,
        "attachments": len(report.attachments.all()),
        "created_at": time_json(report.created_at),
        "answered_at": time_json(report.answered_at),
    }


class ReasonSerializer(StrictSerializer[Any]):
    """The second level."""

    code = serializers.ChoiceField(choices=CODES)
    title = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=SubjectKind.choices))
    needs_notice = serializers.BooleanField(
        help_text=_("Without an account it takes a name and a statement in good faith.")
    )
    needs_claim = serializers.BooleanField(
        help_text=_("It takes `impersonated`: whom the thing passes for.")
    )


class TopicSerializer(StrictSerializer[Any]):
    """The first level, in the order in which people are asked."""

    topic = serializers.ChoiceField(choices=Topic.choices)
    title = serializers.CharField()
    reasons = ReasonSerializer(many=True)


class ReasonsSerializer(StrictSerializer[Any]):
    """For what something may be reported."""

    topics = TopicSerializer(many=True)


def reasons_json(kind: str | None = None) -> dict[str, Any]:
    """All reasons, or those of one kind of thing; no topic without any."""
    topics = [
        {
            "topic": topic.value,
            "title": topic.label,
            "reasons": [
                {
                    "code": one.code,
                    "title": one.label,
                    "kinds": sorted(one.kinds),
                    "needs_notice": one.needs_notice,
                    "needs_claim": one.needs_claim,
                }
                for one in REASONS.values()
                if one.topic == topic and (kind is None or kind in one.kinds)
            ],
        }
        for topic in Topic
    ]
    return {"topics": [one for one in topics if one["reasons"]]}


def time_json(value: Any) -> Any:
    """A time as every body writes it."""
    return serializers.DateTimeField().to_representation(value) if value else None

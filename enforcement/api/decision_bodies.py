"""Bodies of the routes about decisions."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from enforcement.actions.names import ActionName, Audience
from enforcement.actions.registry import AUTHOR_TEXTS, action_of
from enforcement.api.bodies import time_json
from enforcement.api.redress import RedressSerializer, day_json, redress_json
from enforcement.ending import told_end
from enforcement.facts import facts_of
from enforcement.ladder import THRESHOLDS
from enforcement.models import (
    ActionState,
    Decision,
    DecisionAction,
    DecisionText,
    Ground,
    Strike,
)
from enforcement.models.strikes import StrikeLevel
from enforcement.reasons import CODES
from enforcement.services.statements import (
    Territory,
    basis_of,
    right_of,
    rules_of,
)
from enforcement.shown_decisions import Account
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.worded import says_of
from lib.api.fields import TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind

PROGRESS = {
    ActionState.WAITING: "coming",
    ActionState.APPLIED: "done",
    ActionState.EXPIRED: "over",
    ActionState.REVERSED: "undone",
}


class RuleSerializer(StrictSerializer[Any]):
    """A rule that a decision rests on."""

    code = serializers.ChoiceField(choices=CODES)
    title = serializers.CharField()
    text = serializers.CharField(help_text=_("What it says."))


class DoneSerializer(StrictSerializer[DecisionAction]):
    """One thing that followed from a decision."""

    text = serializers.ChoiceField(choices=AUTHOR_TEXTS, help_text=_("The id of the sentence."))
    says = serializers.CharField(help_text=_("The sentence."))
    state = serializers.ChoiceField(choices=sorted(PROGRESS.values()))
    begins = serializers.DateTimeField(
        allow_null=True, help_text=_("When it begins, where that is later than the decision.")
    )
    until = serializers.DateTimeField(
        allow_null=True, help_text=_("By when it has ended by itself; null where it does not.")
    )


class DecisionSerializer(StrictSerializer[Decision]):
    """What was decided about you or something of yours, why, and what followed."""

    id = TypedIdField(IdKind.DECISION, read_only=True)
    kind = serializers.ChoiceField(choices=SubjectKind.choices)
    subject = serializers.CharField(help_text=_("The id of what it is about."))
    decided_on = serializers.DateField(help_text=_("The day, in UTC."))
    outcome = serializers.ChoiceField(
        choices=Outcome.choices, help_text=_("`no_violation`: it undoes another that was wrong.")
    )
    ground = serializers.ChoiceField(choices=Ground.choices)
    rules = RuleSerializer(many=True)
    rules_version = serializers.IntegerField(
        min_value=1, help_text=_("Of the rules of its day: `/policies/{version}`.")
    )
    legal_ground = serializers.CharField(
        allow_null=True, help_text=_("The law or order, where the ground is one.")
    )
    territory = serializers.ChoiceField(choices=[one.value for one in Territory])
    on_notice = serializers.BooleanField(
        help_text=_("Whether somebody's notice led to it; whose is told to nobody.")
    )
    detected_automatically = serializers.BooleanField(
        help_text=_("Whether automated means found it.")
    )
    automated = serializers.BooleanField(help_text=_("Whether no person decided it."))
    statement = serializers.CharField(
        allow_null=True, help_text=_("Why; null once its time is over.")
    )
    facts = serializers.ListField(
        child=serializers.CharField(), help_text=_("What it relies on, in sentences.")
    )
    actions = DoneSerializer(many=True, help_text=_("None where it undoes another alone."))
    replaces = TypedIdField(
        IdKind.DECISION, allow_null=True, help_text=_("The one whose place it takes.")
    )
    replaced_by = TypedIdField(
        IdKind.DECISION, allow_null=True, help_text=_("The one that took its place.")
    )
    next_threshold = serializers.CharField(
        allow_null=True,
        help_text=_("What more points lead to, where it gave a strike that counts."),
    )
    redress = RedressSerializer(help_text=_("How it can be contested."))


class StrikeSerializer(StrictSerializer[Strike]):
    """What counts against an account."""

    level = serializers.ChoiceField(choices=StrikeLevel.values)
    given_on = serializers.DateField()
    until = serializers.DateTimeField(help_text=_("Until then it counts."))


class NextThresholdSerializer(StrictSerializer[Any]):
    """What more points lead to."""

    points = serializers.ChoiceField(choices=[one.points for one in THRESHOLDS])
    text = serializers.ChoiceField(choices=AUTHOR_TEXTS)
    days = serializers.IntegerField(min_value=1)


class StrikesSerializer(StrictSerializer[Account]):
    """How you stand on the strike ladder."""

    points = serializers.IntegerField(min_value=0)
    strikes = StrikeSerializer(many=True)
    next = NextThresholdSerializer(allow_null=True)
    says = serializers.CharField(help_text=_("The same in words."))


def decision_json(decision: Decision, *, ladder: str | None = None) -> dict[str, Any]:
    """The body of DecisionSerializer, of a row of `decisions_for`. `ladder`: what more strikes lead
    to, for its reader."""
    text: DecisionText | None = getattr(decision, "text", None)
    after: Decision | None = getattr(decision, "superseded_by", None)
    before = decision.supersedes
    is_old_told: bool = decision.is_old_told  # type: ignore[attr-defined]
    is_new_told: bool = decision.is_new_told  # type: ignore[attr-defined]
    basis, actions = basis_of(decision), list(decision.actions.all())
    return {
        "id": decision.public_id,
        "kind": decision.subject_kind,
        "subject": decision.subject,
        "decided_on": day_json(decision.at),
        "outcome": decision.outcome,
        "ground": decision.ground,
        "rules": [asdict(one) for one in rules_of(decision)],
        "rules_version": decision.rules_version,
        "legal_ground": decision.legal_ground or None,
        "territory": Territory.EVERYWHERE.value,
        "on_notice": basis.on_notice,
        "detected_automatically": basis.detected,
        "automated": basis.automated,
        "statement": text.statement if text else None,
        "facts": facts_of(decision.evidence.all()),
        "actions": [_action_json(row) for row in actions],
        "replaces": before.public_id if before and is_old_told else None,
        "replaced_by": after.public_id if after and is_new_told else None,
        "next_threshold": ladder if any(map(_strikes, actions)) else None,
        "redress": redress_json(
            right_of(decision), reverse("appeal-own", kwargs={"decision_id": decision.pk})
        ),
    }


def strikes_json(account: Account) -> dict[str, Any]:
    """The body of StrikesSerializer."""
    step = account.following
    return {
        "points": account.points,
        "strikes": [
            {"level": one.level, "given_on": day_json(one.at), "until": time_json(one.expires_at)}
            for one in account.strikes
        ],
        "next": {
            "points": step.points,
            "text": action_of(step.action).notice(Audience.AUTHOR),
            "days": step.span.days,
        }
        if step
        else None,
        "says": account.text,
    }


def _action_json(row: DecisionAction) -> dict[str, Any]:
    text = action_of(row.name).notice(Audience.AUTHOR)
    return {
        "text": text,
        "says": says_of(row),
        "state": PROGRESS[ActionState(row.state)],
        "begins": time_json(row.begins_at),
        "until": time_json(told_end(row)),
    }


def _strikes(row: DecisionAction) -> bool:
    return row.name == ActionName.STRIKE and row.state == ActionState.APPLIED

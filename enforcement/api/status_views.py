from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.models import Standing as AccountStanding
from enforcement.actions.names import Audience
from enforcement.actions.registry import AUTHOR_TEXTS, action_of
from enforcement.api.hidden_bodies import HiddenPostSerializer, hidden_post_json
from enforcement.api.redress import day_json
from enforcement.appeal_rules import Standing
from enforcement.ending import told_end
from enforcement.models import Decision, DecisionAction
from enforcement.reasons import CODES
from enforcement.services.statements import right_of
from enforcement.shown_status import Status, status_of
from enforcement.worded import says_of
from feed.models import PostHold
from lib.api.fields import TypedIdField
from lib.api.openapi import example
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.ids import IdKind


class HoldingSerializer(StrictSerializer[Any]):
    """Something that holds against you or something of yours."""

    decision = TypedIdField(IdKind.DECISION, read_only=True)
    subject = serializers.CharField(help_text=_("The id of what it is about."))
    text = serializers.ChoiceField(choices=AUTHOR_TEXTS)
    says = serializers.CharField()
    rules = serializers.ListField(child=serializers.ChoiceField(choices=CODES))
    since = serializers.DateField()
    until = serializers.DateField(
        allow_null=True, help_text=_("The day in UTC; null: until it is undone.")
    )
    appeal = serializers.ChoiceField(choices=[one.value for one in Standing])
    appealable_until = serializers.DateField(allow_null=True)


class TakenDownSerializer(StrictSerializer[PostHold]):
    """A post that no decision took down: a rule of ours shows it to nobody."""

    subject = TypedIdField(IdKind.POST, read_only=True)
    says = serializers.CharField()
    since = serializers.DateField()


class AccountStatusSerializer(StrictSerializer[Status]):
    """How your account stands. All times are days, in UTC."""

    standing = serializers.ChoiceField(choices=AccountStanding.choices)
    actions = HoldingSerializer(many=True)
    more = serializers.BooleanField(help_text=_("Whether `/me/decisions` has others."))
    hidden = HiddenPostSerializer(
        many=True, help_text=_("Posts that nobody else sees until somebody decided.")
    )
    taken_down = TakenDownSerializer(many=True)
    points = serializers.IntegerField(min_value=0)
    next_threshold = serializers.CharField(help_text=_("What more points lead to."))


SAYS = _("Your post was taken down: our rules show it to nobody.")
EXAMPLE: dict[str, Any] = {
    "standing": "good",
    "actions": [
        {
            "decision": "dec_01kaj9zk5m6n7p8q9r0s1t2v3w",
            "subject": "pst_01kaj9zk5m6n7p8q9r0s1t2v3w",
            "text": "remove_post.author",
            "says": "We removed your post. Until we undo it.",
            "rules": ["harassment_targeted"],
            "since": "2026-11-22",
            "until": None,
            "appeal": "open",
            "appealable_until": "2027-05-25",
        }
    ],
    "more": False,
    "hidden": [
        {
            "post": "pst_01kaj9zk5m6n7p8q9r0s1t2v4x",
            "topic": "likeness",
            "since": "2026-11-22",
            "until": "2026-11-29",
            "contestable": True,
        }
    ],
    "taken_down": [],
    "points": 0,
    "next_threshold": "You have 0 points. At 3: you cannot make videos for 7 days. Points of a "
    "strike stop counting after a time.",
}


class AccountStatusView(ApiView):
    """What holds now."""

    @extend_schema(
        operation_id="me_account_status",
        summary="How your account stands",
        description="What holds against you and your things (a post that was removed or is shown "
        "to fewer people, a feature that is closed to you), also while you appeal it, under which "
        "rules, until when, and until when you can appeal it; and which posts of yours are hidden "
        "until somebody decided. The newest hundred decisions; all stand in `/me/decisions`.",
        responses=AccountStatusSerializer,
        examples=[example("one", EXAMPLE, status=200)],
        tags=["decisions"],
    )
    def get(self, request: Request) -> Response:
        return Response(status_json(status_of(viewer_of(request))))


def status_json(status: Status) -> dict[str, Any]:
    """The body of AccountStatusSerializer."""
    return {
        "standing": status.standing,
        "actions": [_holding_json(*one) for one in status.actions],
        "more": status.more,
        "hidden": [hidden_post_json(one) for one in status.hidden],
        "taken_down": [
            {"subject": one.post.public_id, "says": str(SAYS), "since": day_json(one.since)}
            for one in status.taken_down
        ],
        "points": status.account.points,
        "next_threshold": status.account.text,
    }


def _holding_json(decision: Decision, row: DecisionAction) -> dict[str, Any]:
    text, right = action_of(row.name).notice(Audience.AUTHOR), right_of(decision)
    return {
        "decision": decision.public_id,
        "subject": decision.subject,
        "text": text,
        "says": says_of(row),
        "rules": list(decision.policies),
        "since": day_json(decision.at),
        "until": day_json(told_end(row)),
        "appeal": right.standing.value,
        "appealable_until": day_json(right.until) if right.standing == Standing.OPEN else None,
    }

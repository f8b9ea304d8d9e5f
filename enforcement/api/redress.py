"""How something can be contested, in every body that tells of a decision."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from enforcement.appeal_rules import Right, Standing
from enforcement.services.statements import appeal_says, court_says, out_of_court_says
from lib.api.serializers import StrictSerializer


class RedressSerializer(StrictSerializer[Any]):
    """How something can be contested: with us, out of court, in court."""

    appeal = serializers.ChoiceField(choices=[one.value for one in Standing])
    appealable_until = serializers.DateField(
        allow_null=True, help_text=_("The day in UTC, while an appeal is open.")
    )
    appeal_url = serializers.CharField(
        allow_null=True, help_text=_("Where to send an appeal, while it is open.")
    )
    says = serializers.ListField(
        child=serializers.CharField(), help_text=_("All ways in words, out of court and in court.")
    )
    out_of_court_url = serializers.CharField(help_text=_("A list of certified bodies."))


def redress_json(right: Right, url: str) -> dict[str, Any]:
    """The body of RedressSerializer."""
    is_open = right.standing == Standing.OPEN
    return {
        "appeal": right.standing.value,
        "appealable_until": day_json(right.until) if is_open else None,
        "appeal_url": url if is_open else None,
        "says": [appeal_says(right), out_of_court_says(), court_says()],
        "out_of_court_url": settings.OUT_OF_COURT_URL,
    }


def day_json(at: datetime | None) -> str | None:
    """No time within the day: it would tell who was there (E24)."""
    return at.astimezone(UTC).date().isoformat() if at else None

"""Safeguards for people: what a limit means for you, who holds it there, and who could move it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.safeguards.clock import Place
from accounts.safeguards.layers import Safeguards
from accounts.safeguards.limits import WINDOWED, Limit, Reason, Value
from accounts.safeguards.windows import DAYS

MEANINGS: dict[Limit, dict[str, Any]] = {
    Limit.CONTENT: {
        "under_18": gettext_lazy("You see what is fit for people under 18."),
        "adult": gettext_lazy("You see what is fit for adults."),
    },
    Limit.DISCOVERABLE_BY: {
        "teens_and_people_i_follow": gettext_lazy(
            "Adults find you only if you follow them; visitors without an account never do."
        ),
        "everyone": gettext_lazy("Everyone can find you, unless one of you blocked the other."),
    },
    Limit.FOLLOWED_BY: {
        "teens_and_people_i_follow": gettext_lazy("Adults follow you only if you follow them."),
        "everyone": gettext_lazy("Everyone can follow you, unless one of you blocked the other."),
    },
    Limit.MESSAGES_FROM: {
        "nobody": gettext_lazy("Nobody can write to you."),
        "mutuals": gettext_lazy("Those can write to you whom you follow and who follow you."),
        "everyone": gettext_lazy("Everyone can write to you."),
    },
    Limit.LIKENESS_USED_BY: {
        "nobody": gettext_lazy("Nobody but you uses your likeness."),
        "approved_teens": gettext_lazy(
            "Only people under 18 whom you approved one by one use your likeness."
        ),
        "everyone": gettext_lazy("You may lend your likeness to anybody."),
    },
    Limit.FEED: {
        "following": gettext_lazy("Your feed is what people post whom you follow, by time."),
        "chronological": gettext_lazy("Your feed is by time; nothing about you orders it."),
        "personalised": gettext_lazy("Your feed may be ordered for you."),
    },
    Limit.SCROLL: {
        "paged": gettext_lazy("The feed comes page by page, with a pause after some of them."),
        "continuous": gettext_lazy("The feed goes on without a pause."),
    },
    Limit.ENROLMENT: {
        "released_only": gettext_lazy("You can make a cameo once a linked guardian released it."),
        "allowed": gettext_lazy("You can make a cameo."),
    },
    Limit.CREATION: {
        "off": gettext_lazy("You cannot make videos."),
        "on": gettext_lazy("You can make videos."),
    },
    Limit.TRAINING: {
        "off": gettext_lazy("Nothing of yours is used to train models."),
        "on": gettext_lazy("What you make may be used to train models."),
    },
    Limit.PUSH: {
        "off": gettext_lazy("Nothing is pushed to your devices but notices about your safety."),
        "on": gettext_lazy("Notifications are pushed to your devices."),
    },
}


class ChangedBy(StrEnum):
    """Who could move what a reason holds."""

    YOU = "you"
    GUARDIAN = "guardian"
    AGE = "age"
    LAW = "law"
    APPEAL = "appeal"


REASONS: dict[Reason, tuple[Any, ChangedBy]] = {
    Reason.TEEN_DEFAULT: (
        gettext_lazy("We hold this for everybody who is not known to be 18. Proof of age ends it."),
        ChangedBy.AGE,
    ),
    Reason.ADULT_DEFAULT: (
        gettext_lazy("This is how it begins for adults. You can make it stricter."),
        ChangedBy.YOU,
    ),
    Reason.JURISDICTION: (
        gettext_lazy("The law where your account is asks for it."),
        ChangedBy.LAW,
    ),
    Reason.STANDING: (
        gettext_lazy("Your account is limited. You can appeal against that."),
        ChangedBy.APPEAL,
    ),
    Reason.GUARDIAN: (
        gettext_lazy("A guardian of yours set it. They can change it; you can propose that."),
        ChangedBy.GUARDIAN,
    ),
    Reason.OWN_CHOICE: (
        gettext_lazy("You chose it. You can take it back, down to what others hold."),
        ChangedBy.YOU,
    ),
}


def meaning(limit: Limit, value: Value) -> str:
    """What a value means for whom it limits."""
    if limit in WINDOWED:
        return " ".join(map(_window, value)) or _("There are no such hours.")
    if limit == Limit.DAILY_MINUTES:
        if value is None:
            return _("You may watch as long as you like.")
        return _("You may watch %(minutes)s minutes a day.") % {"minutes": value}
    return str(MEANINGS[limit][value])


def next_change(limits: Safeguards, at: datetime) -> tuple[datetime, str] | None:
    """When the hours that hold end, or else when the next begin, and a sentence about it; None
    where there are none within a week."""
    zone = limits.places[0]
    if until := limits.closed_until(at):
        said = _("Quiet until %(time)s: nothing is made, nobody notifies you.")
        return until, said % _moment(until, zone)
    if until := limits.silent_until(at):
        return until, _("Quiet until %(time)s: nobody notifies you.") % _moment(until, zone)
    if start := limits.next_silence(at):
        return start, _("Quiet from %(time)s.") % _moment(start, zone)
    return None


def moment(at: datetime, place: Place) -> str:
    """A time of day and where its clock hangs: `07:00 in Europe/Berlin`."""
    local = at.astimezone(ZoneInfo(place.zone))
    return pgettext("time of day", "%(clock)s in %(zone)s") % {
        "clock": f"{local:%H:%M}",
        "zone": place.zone,
    }


def _moment(at: datetime, place: Place) -> dict[str, str]:
    return {"time": moment(at, place)}


def _window(window: dict[str, Any]) -> str:
    said = {
        "all": _("%(days)s %(hours)s: nothing is made, nobody notifies you."),
        "notifications": _("%(days)s %(hours)s: nobody notifies you."),
    }[window["stops"]]
    whole = window["from"] == window["to"] == "00:00"
    hours = _("all day") if whole else _("from %(from)s to %(to)s") % window
    return said % {"days": _days([DAYS.index(day) for day in window["days"]]), "hours": hours}


def _days(numbers: list[int]) -> str:
    """Days of the week, from 0 for Monday, in their order."""
    if len(numbers) == len(DAYS):
        return _("Every day")
    if numbers == [0, 1, 2, 3, 4]:
        return _("Monday to Friday")
    return ", ".join(str(WEEKDAYS_ABBR[number]) for number in numbers)

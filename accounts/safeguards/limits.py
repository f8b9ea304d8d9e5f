"""What can be limited, why, and what holds for whoever nobody limited further."""

from enum import StrEnum
from typing import Any

from accounts.models import User

# JSON: a word of SCALES; minutes, or None for no limit; a list of windows (windows.py).
Value = Any


class Limit(StrEnum):
    """What can be limited."""

    CONTENT = "content"
    DISCOVERABLE_BY = "discoverable_by"
    FOLLOWED_BY = "followed_by"
    MESSAGES_FROM = "messages_from"
    LIKENESS_USED_BY = "likeness_used_by"
    FEED = "feed"
    SCROLL = "scroll"
    DAILY_MINUTES = "daily_minutes"
    QUIET_HOURS = "quiet_hours"
    SCHOOL_HOURS = "school_hours"
    ENROLMENT = "enrolment"
    CREATION = "creation"
    TRAINING = "training"
    PUSH = "push"


class Reason(StrEnum):
    """Why a limit has its value."""

    TEEN_DEFAULT = "teen_default"
    ADULT_DEFAULT = "adult_default"
    JURISDICTION = "jurisdiction"
    STANDING = "standing"
    GUARDIAN = "guardian"
    OWN_CHOICE = "own_choice"


# Strictest first. The limits that are not in here: WINDOWED, and DAILY_MINUTES.
SCALES: dict[Limit, tuple[str, ...]] = {
    Limit.CONTENT: ("under_18", "adult"),
    Limit.DISCOVERABLE_BY: ("teens_and_people_i_follow", "everyone"),
    Limit.FOLLOWED_BY: ("teens_and_people_i_follow", "everyone"),
    Limit.MESSAGES_FROM: ("nobody", "mutuals", "everyone"),
    Limit.LIKENESS_USED_BY: ("nobody", "approved_teens", "everyone"),
    Limit.FEED: ("following", "chronological", "personalised"),
    Limit.SCROLL: ("paged", "continuous"),
    Limit.ENROLMENT: ("released_only", "allowed"),
    Limit.CREATION: ("off", "on"),
    Limit.TRAINING: ("off", "on"),
    Limit.PUSH: ("off", "on"),
}
WINDOWED = frozenset({Limit.QUIET_HOURS, Limit.SCHOOL_HOURS})

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SCHOOL_DAYS = EVERY_DAY[:5]
TEEN_MINUTES = 120  # ours; where a law asks for less, the jurisdiction says so

# System card, "under-18 users"; abuse table, row "a teen's likeness"; F8, F11.
TEEN_DEFAULTS: dict[Limit, Value] = {
    Limit.CONTENT: "under_18",
    Limit.DISCOVERABLE_BY: "teens_and_people_i_follow",
    Limit.FOLLOWED_BY: "teens_and_people_i_follow",
    Limit.MESSAGES_FROM: "mutuals",
    Limit.LIKENESS_USED_BY: "approved_teens",
    # No feed that is made from a minor's own data without a parent's consent: New York, SAFE for
    # Kids Act (Gen. Bus. Law § 1501); California, SB 976 (Health & Saf. Code § 27001).
    Limit.FEED: "chronological",
    Limit.SCROLL: "paged",
    Limit.DAILY_MINUTES: TEEN_MINUTES,
    # The hours of SAFE for Kids (§ 1502) and of SB 976 (§ 27002): no notifications from midnight
    # to six, nor on school days from eight to three. The latter law means September to May; ours
    # are the same all year, which is stricter. They stop notifications alone, as those laws do.
    Limit.QUIET_HOURS: [
        {"days": EVERY_DAY, "from": "00:00", "to": "06:00", "stops": "notifications"}
    ],
    Limit.SCHOOL_HOURS: [
        {"days": SCHOOL_DAYS, "from": "08:00", "to": "15:00", "stops": "notifications"}
    ],
    # Abuse table, "faces of people who never enrolled": only with a linked guardian's release.
    Limit.ENROLMENT: "released_only",
    # Making videos and being told of things is what the app is for: guardians may stop both.
    Limit.CREATION: "on",
    Limit.TRAINING: "off",
    Limit.PUSH: "on",
}
ADULT_DEFAULTS: dict[Limit, Value] = {
    **{limit: scale[-1] for limit, scale in SCALES.items()},
    **{limit: [] for limit in WINDOWED},
    Limit.DAILY_MINUTES: None,
}


def defaults_of(person: User) -> tuple[Reason, dict[Limit, Value]]:
    """Whoever is not known to be an adult has the teen's (law 3)."""
    if person.is_adult:
        return Reason.ADULT_DEFAULT, ADULT_DEFAULTS
    return Reason.TEEN_DEFAULT, TEEN_DEFAULTS

"""What goes to a phone: a key of a text that the app holds, a badge, and nothing of anybody.

For minors not even the category: what lights up on a lock screen says that something is new (T7).
"""

from dataclasses import dataclass
from typing import Any

from inbox.notices import LOUD, Audience, Category

# Collapse ids: a phone shows the last of each, so that nothing piles up.
OF_A_MINOR = "new"
OF_A_DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Said:
    """One push to its reader. `tells`: how many notifications; `badge`: how many are unread;
    `hushed`: it comes in quiet hours."""

    audience: Audience
    category: Category
    number: int
    tells: int
    badge: int
    hushed: bool


def payload_of(said: Said) -> dict[str, Any]:
    """The JSON that Apple hands to the app."""
    aps = {"alert": _alert(said), "badge": said.badge, **_manner(said)}
    if said.audience == Audience.TEEN:
        return {"aps": aps}
    if said.tells > 1:
        return {"aps": aps, "kind": "digest"}
    return {"aps": aps, "kind": said.category.value, "id": said.number}


def collapse_id(said: Said) -> str:
    """Of what an earlier push on the phone is replaced."""
    if said.audience == Audience.TEEN:
        return OF_A_MINOR
    return OF_A_DIGEST if said.tells > 1 else said.category.value


def is_loud(said: Said) -> bool:
    """Whether it may make a sound."""
    return not said.hushed or (said.category in LOUD and said.tells == 1)


def _alert(said: Said) -> dict[str, Any]:
    if said.audience == Audience.TEEN:
        return {"loc-key": "push.new"}
    if said.tells > 1:
        return {"loc-key": "push.digest", "loc-args": [str(said.tells)]}
    return {"loc-key": f"push.{said.category.value}"}


def _manner(said: Said) -> dict[str, str]:
    if not is_loud(said):
        return {"interruption-level": "passive"}
    urgent = said.category in LOUD and said.tells == 1
    return {"sound": "default", "interruption-level": "time-sensitive" if urgent else "active"}

"""Hours of the week in which somebody is left in peace: a set of minutes, of which JSON is a view.

    {"days": ["mon", "fri"], "from": "22:00", "to": "06:30", "stops": "all"}

`days` are those on which the window begins; where `to` is not after `from` it ends on the next
day, and equal times are whole twenty-four hours. `stops` is `all` (nothing is made, nobody is
notified; also where it is left out) or `notifications` (nobody is notified).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
WEEK = 7 * DAY
EVERY_MINUTE = (1 << WEEK) - 1
MOST_WINDOWS = 28  # ours: four a day
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
FIELDS = {"days", "from", "to", "stops"}
STOPS = ("notifications", "all")
# JSON Schema of one window, for every body that carries some.
WINDOW_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["days", "from", "to"],
    "properties": {
        "days": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(DAYS)}},
        "from": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
        "to": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
        "stops": {"type": "string", "enum": list(STOPS), "default": "all"},
    },
}


class InvalidWindows(ValueError):
    """What is written there are no windows; says why, and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """At most a day: begins on weekday `day` (Monday is 0) at minute `start`; lasts `minutes`."""

    day: int
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Bit n of each number is minute n of the week from Monday's midnight, as wall clocks say.

    `silent`: no notifications; `closed`: nothing is made either, and so silent too.
    """

    silent: int = 0
    closed: int = 0

    def __or__(self, other: "Hours") -> "Hours":
        return Hours(self.silent | other.silent, self.closed | other.closed)

    def covers(self, other: "Hours") -> bool:
        """Whether it leaves nobody less in peace than `other`."""
        return (self | other) == self


NEVER = Hours()


def read_windows(raw: Any) -> Hours:
    """Raises InvalidWindows."""
    if not isinstance(raw, list) or len(raw) > MOST_WINDOWS:
        raise InvalidWindows(f"a list of at most {MOST_WINDOWS} windows is expected")
    hours = NEVER
    for window in raw:
        hours |= _read(window)
    return hours


def write_windows(hours: Hours) -> list[dict[str, Any]]:
    """The one way in which these hours are written; `read_windows` gives them back."""
    milder = hours.silent & ~hours.closed
    return [*_written(hours.closed, "all"), *_written(milder, "notifications")]


def pieces(minutes: int) -> Iterator[Piece]:
    """A set of minutes as runs of at most a day, each from its first minute."""
    if minutes == EVERY_MINUTE:
        yield from (Piece(day, 0, DAY) for day in range(7))
        return
    begins = minutes & ~_later(minutes, 1)
    while begins:
        at = (begins & -begins).bit_length() - 1
        begins &= begins - 1
        length = _ones(_later(minutes, WEEK - at))
        for gone in range(0, length, DAY):
            day, start = divmod((at + gone) % WEEK, DAY)
            yield Piece(day, start, min(DAY, length - gone))


def _read(window: Any) -> Hours:
    if not isinstance(window, dict) or not FIELDS >= set(window) >= FIELDS - {"stops"}:
        raise InvalidWindows("a window has `days`, `from`, `to` and perhaps `stops`")
    days, stops = window["days"], window.get("stops", "all")
    if not isinstance(days, list) or not days or not all(day in DAYS for day in days):
        raise InvalidWindows("`days` are one or more of mon, tue, wed, thu, fri, sat, sun")
    if stops not in STOPS:
        raise InvalidWindows("`stops` is `notifications` or `all`")
    start, end = _minute(window["from"]), _minute(window["to"])
    minutes = 0
    for day in set(days):
        run = (1 << ((end - start) % DAY or DAY)) - 1
        minutes |= _later(run, DAYS.index(day) * DAY + start)
    return Hours(minutes, minutes if stops == "all" else 0)


def _minute(text: Any) -> int:
    match = TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise InvalidWindows("`from` and `to` are times as 07:30")
    return int(match[1]) * 60 + int(match[2])


def _written(minutes: int, stops: str) -> list[dict[str, Any]]:
    days: dict[tuple[int, int], list[str]] = {}
    for piece in pieces(minutes):
        end = (piece.start + piece.minutes) % DAY
        days.setdefault((piece.start, end), []).append(DAYS[piece.day])
    return [
        {
            "days": sorted(named, key=DAYS.index),
            "from": f"{start // 60:02}:{start % 60:02}",
            "to": f"{end // 60:02}:{end % 60:02}",
            "stops": stops,
        }
        for (start, end), named in sorted(days.items())
    ]


def _later(minutes: int, by: int) -> int:
    """Moved on within the week; what passes Sunday's midnight is Monday's."""
    moved = minutes << by
    return (moved & EVERY_MINUTE) | (moved >> WEEK)


def _ones(minutes: int) -> int:
    """How many minutes from the first on are in it without a gap."""
    return ((minutes + 1) & -(minutes + 1)).bit_length() - 1

"""What the law of somebody's place asks for, on a day: rules from `accounts/data`, by version."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from accounts.safeguards.limits import Limit, Value
from accounts.safeguards.values import is_looser, parse, stricter

FILE = Path(__file__).parent.parent / "data" / "jurisdictions.toml"
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)  # ISO 3166-1 alpha-2, ISO 3166-2
BANDS = ("under_18", "everyone")
# Read in queries over many people (accounts.policies.open_to_adults), from the age and from what
# somebody chose: of an adult, a rule about these would hold nowhere.
BY_AGE_AND_CHOICE = frozenset({Limit.DISCOVERABLE_BY, Limit.FOLLOWED_BY})
# A day has begun somewhere 14 hours before it does in UTC, and is over everywhere 12 after: a rule
# holds while it is its day anywhere.
EAST, WEST = timedelta(hours=14), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Rule:
    """One law's demand; `last` is its last day, None while it has none."""

    id: str
    place: str
    band: str
    first: date
    last: date | None
    source: str
    limits: Mapping[Limit, Value]

    def concerns(self, region: str, *, is_adult: bool) -> bool:
        """Whether it is about somebody of this place and age, on whatever day."""
        here = region == self.place or region.startswith(f"{self.place}-")
        return here and (self.band == "everyone" or not is_adult)

    def holds(self, at: datetime) -> bool:
        """Whether it is in force at a moment."""
        begun = (at.astimezone(UTC) + EAST).date() >= self.first
        return begun and (self.last is None or (at.astimezone(UTC) - WEST).date() <= self.last)


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of all of them."""

    version: str
    rules: tuple[Rule, ...]

    def limits(self, region: str, *, is_adult: bool, at: datetime) -> dict[Limit, Value]:
        """What the place demands then; nothing where the place is unknown or has no rule."""
        mine = (one for one in self.rules if one.concerns(region, is_adult=is_adult))
        return _together(one.limits for one in mine if one.holds(at))

    def is_looser(self, region: str, than: str, *, at: datetime) -> bool:
        """Whether a move would spare somebody under 18 anything that is, or will be, asked for
        where they are said to be: every day from `at` on on which something begins or ends."""
        days = {one.first for one in self.rules} | {
            one.last + timedelta(days=1) for one in self.rules if one.last
        }
        moments = [at, *(_noon(day) for day in days if _noon(day) > at)]
        return any(self._spares(region, than, moment) for moment in moments)

    def _spares(self, region: str, than: str, at: datetime) -> bool:
        there = self.limits(region, is_adult=False, at=at)
        return any(
            limit not in there or is_looser(limit, there[limit], value)
            for limit, value in self.limits(than, is_adult=False, at=at).items()
        )


@cache
def in_force() -> Rules:
    """The file of this checkout. Raises at the first use what is wrong in it."""
    return read_rules(FILE.read_text())


def read_rules(text: str) -> Rules:
    """Raises KeyError, ValueError or DomainError for a file that says something else."""
    raw = tomllib.loads(text)
    rules = tuple(_rule(one) for one in raw["rules"])
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError("two rules have the same id")
    return Rules(str(raw["version"]), rules)


def _rule(raw: dict[str, Any]) -> Rule:
    rule = Rule(
        id=raw["id"],
        place=raw["place"],
        band=raw["band"],
        first=raw["from"],
        last=raw.get("until"),
        source=raw["source"],
        limits={Limit(name): parse(Limit(name), value) for name, value in raw["limits"].items()},
    )
    if not PLACE.fullmatch(rule.place) or rule.band not in BANDS or not rule.source:
        raise ValueError(f"{rule.id}: place, band or source is wrong")
    if type(rule.first) is not date or (rule.last is not None and rule.last < rule.first):
        raise ValueError(f"{rule.id}: the days are wrong")
    if rule.band == "everyone" and not BY_AGE_AND_CHOICE.isdisjoint(rule.limits):
        raise ValueError(f"{rule.id}: who finds and follows adults no law of a place decides")
    return rule


def _together(several: Iterable[Mapping[Limit, Value]]) -> dict[Limit, Value]:
    found: dict[Limit, Value] = {}
    for limits in several:
        for limit, value in limits.items():
            found[limit] = stricter(limit, found[limit], value) if limit in found else value
    return found


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

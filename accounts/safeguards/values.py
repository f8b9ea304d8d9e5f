"""The values of limits: read strictly, and joined so that the stricter wins."""

import json
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from accounts.safeguards.limits import SCALES, WINDOWED, Limit, Value
from accounts.safeguards.windows import NEVER, Hours, InvalidWindows, read_windows, write_windows
from lib.errors import DomainError, ErrorCode

LONGEST_DAY = 24 * 60


def parse(limit: Limit, raw: Any, *, attr: str = "") -> Value:
    """`raw`, from JSON, in the one way in which this limit's values are written. Raises DomainError
    `invalid` of the field `attr`, which is named after the limit where nothing else is said."""
    if limit in WINDOWED:
        try:
            return write_windows(read_windows(raw))
        except InvalidWindows as error:
            raise _invalid(attr or limit, str(error)) from None
    if limit == Limit.DAILY_MINUTES:
        if raw is not None and (type(raw) is not int or not 0 <= raw <= LONGEST_DAY):
            raise _invalid(
                attr or limit, "minutes from 0 to 1440 are expected, or null for no limit"
            )
        return raw
    if not isinstance(raw, str) or raw not in SCALES[limit]:
        raise _invalid(attr or limit, f"one of {', '.join(SCALES[limit])} is expected")
    return raw


def stricter(limit: Limit, a: Value, b: Value) -> Value:
    """What protects at least as much as either of two parsed values; of windows, both together."""
    if limit in WINDOWED:
        return write_windows(hours_of(a) | hours_of(b))
    if limit == Limit.DAILY_MINUTES:
        return min((one for one in (a, b) if one is not None), default=None)
    return a if SCALES[limit].index(a) <= SCALES[limit].index(b) else b


def is_looser(limit: Limit, a: Value, b: Value) -> bool:
    """Whether `a` permits anything that `b` does not. Of two windows each can be looser."""
    if limit in WINDOWED:
        return not hours_of(a).covers(hours_of(b))
    return bool(stricter(limit, a, b) != a)


def binds(limit: Limit, said: Value, value: Value) -> bool:
    """Whether who `said` so is a reason for the effective `value`. All who asked for hours are."""
    if limit in WINDOWED:
        return bool(said) or not value
    return bool(said == value)


def hours_of(windows: Value) -> Hours:
    """The hours of parsed windows."""
    return _hours(json.dumps(windows)) if windows else NEVER


@lru_cache(maxsize=256)
def _hours(text: str) -> Hours:
    return read_windows(json.loads(text))


def _invalid(attr: str, why: str) -> DomainError:
    detail = _("This is no value of this limit: %(why)s.") % {"why": why}
    return DomainError(ErrorCode.INVALID, detail, attr=str(attr))

"""The environment, read once, typed, and loud about what is wrong with it."""

import math
import os
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T", bound=str)


def text(name: str, default: str | None = None) -> str:
    """The variable as it is; without a default it must be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"The environment variable {name} must be set.")
    return default


def choice(name: str, allowed: tuple[T, ...], default: T) -> T:
    """One of the allowed words."""
    value = text(name, default)
    for option in allowed:
        if value == option:
            return option
    raise ImproperlyConfigured(f"{name}={value!r} is none of: {', '.join(allowed)}.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    value = text(name, str(default))
    try:
        parsed = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is no whole number.") from None
    if not low <= parsed <= high:
        raise ImproperlyConfigured(f"{name}={parsed} must lie from {low} to {high}.")
    return parsed


def fraction(name: str, *, low: float, high: float) -> float | None:
    """A number above `low`, up to `high`; None where it is not set."""
    if not (value := text(name, "")):
        return None
    try:
        parsed = float(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is no number.") from None
    if not low < parsed <= high:  # NaN neither
        raise ImproperlyConfigured(f"{name}={value} must lie above {low} and up to {high}.")
    return parsed


def falling_rates(name: str) -> tuple[float, float, float, float] | None:
    """`distance:rate,distance:rate`, both larger in the second; None where it is not set."""
    if not (value := text(name, "")):
        return None
    try:
        (near, near_rate), (far, far_rate) = (
            map(float, one.split(":")) for one in value.split(",")
        )
    except ValueError:
        raise ImproperlyConfigured(
            f"{name}={value!r} is not distance:rate,distance:rate."
        ) from None
    if not (0 < near < far < math.inf and 0 < near_rate < far_rate < 1):  # NaN neither
        raise ImproperlyConfigured(
            f"{name}={value} needs the smaller rate at the smaller distance."
        )
    return near, near_rate, far, far_rate


def flag(name: str, *, default: bool) -> bool:
    """`1` or `0`."""
    return choice(name, ("0", "1"), "1" if default else "0") == "1"


def day(name: str) -> date | None:
    """A day as `2030-12-31`; None where it is not set."""
    value = text(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value} is no day like 2030-12-31.") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute folder; it need not exist yet."""
    return Path(text(name, str(default))).expanduser().resolve()


def processor(name: str, *, needed: bool) -> str:
    """`who; where; for how long`: whom the consent text names before anything may leave."""
    value = text(name, None if needed else "")
    if value and len([part for part in value.split(";") if part.strip()]) != 3:
        raise ImproperlyConfigured(f"{name} must read `name; region; retention`.")
    return value

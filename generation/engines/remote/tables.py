"""Single fields of a table, each of the type that it must have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST = 300
PLAIN = re.compile(r"[^\x00-\x1f\x7f]*")


def known(table: Mapping[str, Any], keys: frozenset[str]) -> None:
    """A misspelt field would be a rule that does not hold."""
    if unknown := set(table) - keys:
        raise ValueError(f"{', '.join(sorted(unknown))}: no such field.")


def text(
    table: Mapping[str, Any],
    name: str,
    default: str = "",
    *,
    like: re.Pattern[str] = PLAIN,
    needed: bool = False,
) -> str:
    given = table.get(name, default)
    if not isinstance(given, str) or (needed and not given.strip()):
        raise ValueError(f"{name} must be a text.")
    if len(given) > LONGEST or (given and not like.fullmatch(given)):
        raise ValueError(f"{name} cannot be {given[:60]!r}.")
    return given.strip()


def number(table: Mapping[str, Any], name: str, default: int, *, least: int, most: int) -> int:
    given = table.get(name, default)
    if type(given) is not int or not least <= given <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}.")
    return given


def flag(table: Mapping[str, Any], name: str) -> bool:
    given = table.get(name, False)
    if not isinstance(given, bool):
        raise ValueError(f"{name} must be true or false.")
    return given


def choice(table: Mapping[str, Any], name: str, default: Choice) -> Choice:
    try:
        return type(default)(table.get(name, default))
    except ValueError:
        options = ", ".join(type(default))
        raise ValueError(f"{name} must be one of {options}.") from None

"""Values of a table of TOML, each checked; what is wrong is told to the operator by ValueError."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Reader = Callable[[str, Any], Any]


def flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{key} is {value!r}; it must be true or false.")
    return value


def text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} is {value!r}; it must be a text.")
    return value.strip()


def words(key: str, value: object) -> str:
    """None at all, too."""
    return "" if value == "" else text(key, value)


def matching(pattern: str, meaning: str) -> Reader:
    def read(key: str, value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(f"{key} is {value!r}; it must be {meaning}.")
        return value

    return read


def one_of(values: Iterable[str]) -> Reader:
    known = sorted(values)

    def read(key: str, value: object) -> str:
        if value not in known:
            raise ValueError(f"{key} is {value!r}; it must be one of: {', '.join(known)}.")
        return str(value)

    return read


def whole(least: int, most: int) -> Reader:
    def read(key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"{key} is {value!r}; it must be a whole number, {least} to {most}.")
        return value

    return read


def number(least: float, most: float) -> Reader:
    def read(key: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{key} is {value!r}; it must be a number.")
        if not least <= value <= most:  # not a number compares false
            raise ValueError(f"{key} is {value!r}; it must lie between {least} and {most}.")
        return float(value)

    return read

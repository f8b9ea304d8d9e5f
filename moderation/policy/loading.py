"""Reading a policy file. One that makes no sense, or that breaks a law, does not load."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from moderation.answers import ORDER, Coverage
from moderation.categories import Category, Surface
from moderation.policy.audience import Column
from moderation.policy.floor import below_floor
from moderation.policy.rows import LEVELS, NEVER, Policy, Thresholds

FOLDER = Path(__file__).parent / "versions"
CURRENT = "2026-11-21"
PROFILES = ("development", "production")
SECTIONS = frozenset({"version", "thresholds", "required"})
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}", re.ASCII)  # as posts and scans keep it
# Law 2, as pairs: the first column may never be looser than the second.
NO_LOOSER = (
    (Column.PROFILE, Column.DRAFT),
    (Column.PUBLIC, Column.PROFILE),
    (Column.LIKENESS, Column.DRAFT),
    (Column.TEEN, Column.DRAFT),
    (Column.MINOR, Column.TEEN),
)


class InvalidPolicy(ValueError):
    """The file is no policy; the message says where."""


def current_policy() -> Policy:
    """The policy in force: the one that a person activated last, else the built-in file.

    At most one small query in a few seconds and process. Raises PolicyUnusable, and then nothing
    passes. Take it once for one decision: it may change between two calls.
    """
    from moderation.policy.in_force import in_force

    return in_force().policy


@cache
def built_in_policy() -> Policy:
    """What is in force until somebody activates a version."""
    return load_policy(built_in_text())


def built_in_text() -> str:
    """The file as it was reviewed."""
    return (FOLDER / f"{CURRENT}.toml").read_text()


def load_policy(text: str) -> Policy:
    """Raises InvalidPolicy: unknown words, missing rows or surfaces, thresholds that are no
    thresholds, a column looser than law 2 allows, or less than the floor."""
    try:
        data = tomllib.loads(text)
        rows = {Category(name): _row(name, row) for name, row in data["thresholds"].items()}
        required = {name: _required(data["required"][name]) for name in PROFILES}
        version = _version(data["version"])
        if unknown := set(data) - SECTIONS:
            raise InvalidPolicy(f"unknown sections: {', '.join(sorted(unknown))}")
    except InvalidPolicy:
        raise
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InvalidPolicy(f"{type(error).__name__}: {error}") from error
    if missing := set(Category) - set(rows):
        raise InvalidPolicy(f"no row for {', '.join(sorted(missing))}")
    _refuse_laxer_production(required)
    policy = Policy(version=version, rows=rows, required=required)
    if fault := below_floor(policy):
        raise InvalidPolicy(f"below the floor: {fault}")
    return policy


def _version(name: Any) -> str:
    """Posts and scans are stamped with it, so it must fit there."""
    if not isinstance(name, str) or not VERSION.fullmatch(name):
        raise InvalidPolicy("a version has 1 to 32 letters, digits, dots, underscores or hyphens")
    return name


def _row(name: str, row: Mapping[str, Any]) -> dict[Column, Thresholds]:
    columns = {Column(column): _thresholds(values) for column, values in row.items()}
    if Column.DRAFT not in columns:
        raise InvalidPolicy(f"{name}: the column draft is missing")
    for tighter, looser in NO_LOOSER:
        if tighter not in columns:
            raise InvalidPolicy(f"{name}: the column {tighter} is missing")
        for level in LEVELS:
            if columns[tighter].at(level) > columns[looser].at(level):
                raise InvalidPolicy(f"{name}: {tighter} is looser than {looser} at {level.word}")
    return columns


def _thresholds(values: Mapping[str, Any]) -> Thresholds:
    found = Thresholds(**{level.word: float(values.get(level.word, NEVER)) for level in LEVELS})
    if set(values) - {level.word for level in LEVELS}:
        raise InvalidPolicy(f"unknown levels in {sorted(values)}")
    if any(isinstance(one, bool) or not 0.0 < float(one) <= 1.0 for one in values.values()):
        raise InvalidPolicy("a threshold lies above 0 and up to 1")
    return found


def _required(surfaces: Mapping[str, Any]) -> dict[Surface, dict[Category, Coverage]]:
    found = {Surface(name): _least(wanted) for name, wanted in surfaces.items()}
    if missing := set(Surface) - set(found):
        raise InvalidPolicy(f"nothing is said of {', '.join(sorted(missing))}")
    return found


def _least(wanted: Mapping[str, list[str]]) -> dict[Category, Coverage]:
    named = [name for names in wanted.values() for name in names]
    if len(named) > len(set(named)):
        raise InvalidPolicy("a category is demanded twice of one surface")
    return {
        Category(name): Coverage(coverage) for coverage, names in wanted.items() for name in names
    }


def _refuse_laxer_production(
    required: Mapping[str, Mapping[Surface, Mapping[Category, Coverage]]],
) -> None:
    """Law 1: what development demands, production demands too."""
    for surface, wanted in required["development"].items():
        strict = required["production"][surface]
        if any(
            ORDER[strict.get(category, Coverage.NOT_ASSESSED)] < ORDER[least]
            for category, least in wanted.items()
        ):
            raise InvalidPolicy(f"production demands less of {surface} than development")

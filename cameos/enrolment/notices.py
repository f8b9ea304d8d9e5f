"""The written notice: which text, with which purposes, and the hash that a release keeps."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from cameos.purposes import DECLARED

FOLDER = Path(__file__).resolve().parent.parent / "notices"
NAME = re.compile(r"(?P<version>\d+)\.(?P<locale>[a-z]{2,3}(?:-[A-Z]{2})?)\.md")
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Notice:
    """One version in one language. `hash`: SHA-256 of the text and the purposes, as shown."""

    version: int
    locale: str
    text: str
    purposes: tuple[Mapping[str, str], ...]
    hash: str


def current(locale: str | None = None) -> Notice:
    """The newest version in this language, else in the one that the request asks for, else in
    English."""
    newest = _all()[current_version()]
    wanted = locale or get_language() or FALLBACK
    return newest.get(wanted) or newest.get(wanted.partition("-")[0]) or newest[FALLBACK]


def accepted(version: int, locale: str) -> Notice | None:
    """The notice of a release, None for one that is not the newest or was never shown."""
    return _all()[current_version()].get(locale) if version == current_version() else None


def current_version() -> int:
    """The number of the newest text."""
    return max(_all())


def purposes() -> tuple[Mapping[str, str], ...]:
    """What faces are used for and for how long: the table that the vault itself obeys."""
    return tuple(
        {
            "purpose": row.purpose.value,
            "meaning": row.meaning,
            "basis": row.basis,
            "retention": row.retention,
            "who_may": row.who_may,
        }
        for row in DECLARED.values()
    )


def hash_of(text: str, listed: tuple[Mapping[str, str], ...]) -> str:
    """What binds a release to what was read."""
    shown: list[Any] = [text, [dict(row) for row in listed]]
    canonical = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


@cache
def _all() -> dict[int, dict[str, Notice]]:
    found: dict[int, dict[str, Notice]] = {}
    listed = purposes()
    for path in sorted(FOLDER.glob("*.md")):
        match = NAME.fullmatch(path.name)
        if match is None:
            raise RuntimeError(f"{path.name} is no name of a notice")
        version, locale = int(match["version"]), match["locale"]
        text = path.read_text()
        notice = Notice(version, locale, text, listed, hash_of(text, listed))
        found.setdefault(version, {})[locale] = notice
    return found

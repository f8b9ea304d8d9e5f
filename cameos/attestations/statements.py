"""The statement of rights: which text, and the hash that an attestation keeps.

`<version>.<language>.md`. A text that was ever shown is never changed: a changed one is a new
version, and `hashes.json` holds a test to it.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

FOLDER = Path(__file__).resolve().parent / "statements"
NAME = re.compile(r"(?P<version>\d+)\.(?P<locale>[a-z]{2,3}(?:-[A-Z]{2})?)\.md")
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Statement:
    """One version in one language. `sha256`: of the text, as shown."""

    version: int
    locale: str
    text: str
    sha256: str


def current() -> Statement:
    """The newest version in the language that the request asks for, else in English."""
    newest = all_statements()[current_version()]
    wanted = get_language() or FALLBACK
    return newest.get(wanted) or newest.get(wanted.partition("-")[0]) or newest[FALLBACK]


def accepted(version: int, locale: str) -> Statement | None:
    """The text of an attestation, None for one that is not the newest or was never shown."""
    newest = current_version()
    return all_statements()[newest].get(locale) if version == newest else None


def current_version() -> int:
    """The number of the newest text."""
    return max(all_statements())


@cache
def all_statements() -> dict[int, dict[str, Statement]]:
    """By version and language."""
    return statements_in(FOLDER)


def statements_in(folder: Path) -> dict[int, dict[str, Statement]]:
    """Of any folder of such texts. Raises RuntimeError for a file that is none."""
    found: dict[int, dict[str, Statement]] = {}
    for path in sorted(folder.glob("*.md")):
        match = NAME.fullmatch(path.name)
        if match is None:
            raise RuntimeError(f"{path.name} is no name of a statement")
        version, locale, text = int(match["version"]), match["locale"], path.read_text()
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        found.setdefault(version, {})[locale] = Statement(version, locale, text, sha256)
    return found

"""The text of the release that somebody signs on paper (BIPA, 740 ILCS 14/15(b)).

`releases/<version>.<language>.md`. A text that was ever sent out is never changed: a changed one is
a new version, and `hashes.json` holds a test to it. An older one that somebody signed stands.
"""

from functools import cache
from pathlib import Path

from cameos.attestations.statements import Statement, statements_in

FOLDER = Path(__file__).resolve().parent / "releases"


@cache
def releases() -> dict[int, dict[str, Statement]]:
    """By version and language."""
    return statements_in(FOLDER)


def release_of(version: int, locale: str) -> Statement | None:
    """None for one that never was."""
    return releases().get(version, {}).get(locale)

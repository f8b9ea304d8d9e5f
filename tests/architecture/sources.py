"""The project's own Python files, for tests that read code."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    *("lib", "audit", "accounts", "inbox", "parental", "moderation", "provenance", "cameos"),
    *("generation", "feed", "enforcement"),
)


def python_files(*folders: str) -> Iterator[Path]:
    """All Python files of these folders but migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path

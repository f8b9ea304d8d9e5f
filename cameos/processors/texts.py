"""What an owner reads before a likeness goes anywhere, and the hash that the ledger keeps."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from cameos.processors.declared import Processor

FOLDER = Path(__file__).resolve().parent / "texts"
VERSION = 1
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version in one language, about one processor. `hash`: SHA-256 of what is shown."""

    version: int
    locale: str
    text: str

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def agreement_with(processor: Processor) -> Agreement:
    """In the language that the request asks for, else in English."""
    wanted = (get_language() or FALLBACK).partition("-")[0]
    locale = wanted if (FOLDER / f"{VERSION}.{wanted}.md").is_file() else FALLBACK
    return _in(locale, processor)


def read_by(processor: Processor, text_hash: str) -> Agreement | None:
    """The text of the version in force with this hash, in whatever language it was read."""
    found = (_in(path.name.split(".")[1], processor) for path in FOLDER.glob(f"{VERSION}.*.md"))
    return next((one for one in found if one.hash == text_hash), None)


def _in(locale: str, processor: Processor) -> Agreement:
    text = _template(locale)
    for name in ("name", "region", "retention"):
        text = text.replace(f"[{name}]", getattr(processor, name))
    return Agreement(VERSION, locale, text)


@cache
def _template(locale: str) -> str:
    return (FOLDER / f"{VERSION}.{locale}.md").read_text()

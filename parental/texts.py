"""What people agree to: one text for each purpose, and the hash that a receipt keeps.

A text that changes gets a new number; receipts name the number and the hash of what was shown.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from lib.errors import DomainError, ErrorCode
from parental.models import ConsentPurpose

FOLDER = Path(__file__).resolve().parent / "texts"
VERSION = 1


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One text. `hash`: SHA-256 of its UTF-8 bytes."""

    purpose: ConsentPurpose
    version: int
    text: str
    hash: str


@cache
def text_of(purpose: ConsentPurpose) -> ConsentText:
    """The one that is in force."""
    text = (FOLDER / f"{VERSION}.{purpose.value}.en.md").read_text()
    return ConsentText(purpose, VERSION, text, hashlib.sha256(text.encode()).hexdigest())


def refuse_outdated(version: int) -> None:
    """Raises DomainError `notice_outdated` where somebody read another text."""
    if version != VERSION:
        raise DomainError(
            ErrorCode.NOTICE_OUTDATED,
            _("The text has changed. Read it again."),
            attr="text_version",
        )

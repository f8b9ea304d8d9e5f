"""Reads what Django's file mail backend wrote."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from pathlib import Path

from django.conf import settings

SEPARATOR = "-" * 79 + "\n"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as people see it."""

    to: str
    subject: str
    sent: datetime | None
    text: str


def letters(folder: Path | None = None) -> list[Letter]:
    """The newest mails of the folder, at most 50."""
    place = Path(folder or settings.EMAIL_FILE_PATH)
    files = sorted(place.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    found = [letter for path in files[:SHOWN] for letter in _read(path)]
    return sorted(found, key=lambda one: one.sent.timestamp() if one.sent else 0, reverse=True)[
        :SHOWN
    ]


def _read(path: Path) -> list[Letter]:
    parts = path.read_text(errors="replace").split(SEPARATOR)
    return [_letter(part) for part in parts if part.strip()]


def _letter(text: str) -> Letter:
    mail = message_from_string(text, policy=policy.default)
    body = mail.get_body(("plain",))
    date = mail["Date"]
    return Letter(
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        sent=date.datetime if date is not None else None,
        text=body.get_content() if body is not None else "",
    )

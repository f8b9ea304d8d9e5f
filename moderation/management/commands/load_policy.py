from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from accounts.selectors import member_by_email
from lib.errors import DomainError
from moderation.services.policies import load


class Command(BaseCommand):
    """Load a version of the policy from a file; it is in force once somebody activates it."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the person who loads it")
        parser.add_argument("--notes", default="", help="up to 200 characters, for staff")

    def handle(self, *_: Any, file: Path, by: str, notes: str, **__: Any) -> None:
        try:
            row = load(text=file.read_text(), by=member_by_email(by), notes=notes)
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"The file cannot be read: {type(fault).__name__}.") from None
        except DomainError as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write(f"{row.version} is loaded, sha256 {row.sha256}.")

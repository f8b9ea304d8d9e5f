from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from accounts.selectors import member_by_email
from lib.errors import DomainError
from moderation.categories import Category
from moderation.models import HashKind
from moderation.services.bank_foreseeing import foreseen
from moderation.services.bank_proposals import propose
from moderation.services.banks import own_bank
from moderation.services.pictures import UnreadablePicture, hashed_picture


class Command(BaseCommand):
    """Propose the hash of a picture for the bank: confirmed by others, no film shows it any more.

    Only the hash is kept. A flat picture, or one of low quality, is refused, and one that would
    meet many things that are here already: it would stop thousands of films of other people.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--category", required=True, choices=Category.values)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who keeps banks")
        parser.add_argument("--source", required=True, help="who gave it, as a code")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")

    def handle(
        self, *_: Any, file: Path, category: str, by: str, source: str, dry_run: bool, **__: Any
    ) -> None:
        try:
            found = hashed_picture(file)
        except UnreadablePicture as fault:
            raise CommandError(f"Not a picture that can be read: {fault}.") from None
        meets = len(foreseen(HashKind.PDQ, [found.hash]))
        self.stdout.write(f"hash {found.hash} quality {found.quality} would meet {meets} things")
        if found.refusal:
            raise CommandError(f"This picture tells too little from others: {found.refusal}.")
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        try:
            person = member_by_email(by)
            propose(
                bank=own_bank(Category(category), by=person),
                kind=HashKind.PDQ,
                hash_hex=found.hash,
                quality=found.quality,
                source=source,
                expected=meets,
                by=person,
            )
        except DomainError as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write("It is proposed; another person has to confirm it in the admin.")

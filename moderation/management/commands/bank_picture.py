from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from lib.actors import Actor
from lib.errors import DomainError
from moderation.categories import Category
from moderation.services.banks import add_hash
from moderation.services.pictures import UnreadablePicture, hashed_picture


class Command(BaseCommand):
    """Put the hash of a picture into the bank: no film that shows it passes from then on.

    Only the hash is kept. A flat picture, or one of low quality, is refused: it would stop
    thousands of films of other people.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--category", required=True, choices=Category.values)
        parser.add_argument("--source", required=True, help="who gave it, as a code")
        parser.add_argument("--dry-run", action="store_true", help="only tell hash and quality")

    def handle(
        self, *_: Any, file: Path, category: str, source: str, dry_run: bool, **__: Any
    ) -> None:
        try:
            found = hashed_picture(file)
        except UnreadablePicture as fault:
            raise CommandError(f"Not a picture that can be read: {fault}.") from None
        self.stdout.write(f"hash {found.hash} quality {found.quality}")
        if found.refusal:
            raise CommandError(f"This picture tells too little from others: {found.refusal}.")
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        try:
            add_hash(
                hash_hex=found.hash,
                quality=found.quality,
                category=Category(category),
                source=source,
                actor=Actor.system("operator"),
            )
        except DomainError as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write("It is in the bank.")

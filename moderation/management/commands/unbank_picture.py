from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from lib.actors import Actor
from moderation.models import BankedHash
from moderation.services.banks import remove_hash


class Command(BaseCommand):
    """Take a hash out of the bank of pictures that must not appear again."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("hash", metavar="HASH", help="64 hexadecimal characters")

    def handle(self, *_: Any, hash: str, **__: Any) -> None:
        entry = BankedHash.objects.filter(hash=hash.lower()).first()
        if entry is None:
            raise CommandError("This hash is not in the bank.")
        remove_hash(entry=entry, actor=Actor.system("operator"))
        self.stdout.write("It is no longer in the bank.")

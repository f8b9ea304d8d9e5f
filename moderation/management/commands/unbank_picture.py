from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from lib.actors import Actor
from moderation.models import BankedHash, SourceKind
from moderation.services.bank_upkeep import remove_hash


class Command(BaseCommand):
    """Take a hash out of the banks of our own."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("hash", metavar="HASH", help="64 (PDQ), 40 or 32 hexadecimal digits")

    def handle(self, *_: Any, hash: str, **__: Any) -> None:
        own = BankedHash.objects.filter(bank__source_kind=SourceKind.OWN, hash=hash.lower())
        entries = list(own.select_related("bank"))
        if not entries:
            raise CommandError("This hash is not in the bank.")
        for entry in entries:
            remove_hash(entry=entry, by=Actor.system("operator"))
        self.stdout.write("It is no longer in the bank.")

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from lib.actors import Actor
from moderation.models import TermBank
from moderation.services.terms.files import write_csv


class Command(BaseCommand):
    """Write the terms of a bank to standard output as CSV, as import_terms reads them."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bank", metavar="BANK", help="the bank's name")

    def handle(self, *_: Any, bank: str, **__: Any) -> None:
        row = TermBank.objects.filter(name=bank).first()
        if row is None:
            raise CommandError("There is no bank of this name.")
        for line in write_csv(row, actor=Actor.system("operator")):
            self.stdout.write(line, ending="")

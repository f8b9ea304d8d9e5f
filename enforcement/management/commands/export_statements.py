from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from enforcement.dsa.taking_out import taken_out
from enforcement.dsa.writing import Form
from lib.actors import Actor


class Command(BaseCommand):
    """Write the statements of reasons of some days for the EU's transparency database. The same
    days, once they are over, give the same file; the database refuses a puid that it knows."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("into", type=Path, help="the file; one that is there is replaced")
        parser.add_argument("--first", type=date.fromisoformat, required=True, help="a day, UTC")
        parser.add_argument("--last", type=date.fromisoformat, required=True, help="included")
        parser.add_argument("--form", choices=Form.values, default=Form.JSONL.value)

    def handle(self, *_: Any, **options: Any) -> None:
        first, last, into = options["first"], options["last"], options["into"]
        if last < first:
            raise CommandError("The last day is before the first.")
        with transaction.atomic():
            text, count = taken_out(
                first, last, Form(options["form"]), actor=Actor.system("statements")
            )
            # A file that is there is whole.
            part = into.with_name(f".{into.name}.part")
            part.write_text(text)
            part.replace(into)
        self.stdout.write(f"{count} statements stand in {into}.")

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from lib.actors import Actor
from lib.errors import DomainError
from moderation.detectors.lexicon.terms import Edges
from moderation.models import TermBank
from moderation.services.terms.files import MOST_BYTES, UnreadableFile, read_csv
from moderation.services.terms.filling import add_terms, plan

SHOWN_FAULTS = 20


class Command(BaseCommand):
    """Put the terms of a CSV file into a bank: all of them, or none.

    The first line names the columns: term, and perhaps harmless (yes or no) and source. Terms that
    would hit much harmless text are refused without --force.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bank", metavar="BANK", help="the bank's name")
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--source", default="operator", help="for terms that name none")
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument("--force", action="store_true", help="although the alarm rings")

    def handle(
        self, *_: Any, bank: str, file: Path, source: str, dry_run: bool, force: bool, **__: Any
    ) -> None:
        row = TermBank.objects.filter(name=bank).first()
        if row is None:
            raise CommandError("There is no bank of this name.")
        try:
            with file.open("rb") as opened:
                sheet = read_csv(opened.read(MOST_BYTES + 1), edges=Edges(row.edges))
        except OSError as error:
            raise CommandError(f"The file cannot be read: {type(error).__name__}.") from None
        except UnreadableFile as fault:
            raise CommandError(f"Not a file of terms: {fault}.") from None
        if sheet.faults:
            told = [f"line {fault.line}: {fault.reason}" for fault in sheet.faults[:SHOWN_FAULTS]]
            raise CommandError(
                f"{len(sheet.faults)} lines are wrong; nothing was added.\n" + "\n".join(told)
            )
        planned = plan(row, sheet.drafts)
        self.stdout.write(f"{len(planned.new)} new, {planned.known} known. {planned.alarm.said}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        try:
            count = add_terms(
                bank=row,
                planned=planned,
                source=source,
                actor=Actor.system("operator"),
                force=force,
            )
        except DomainError as refusal:
            raise CommandError(f"{refusal.detail} Nothing was added.") from None
        self.stdout.write(f"{count} added.")

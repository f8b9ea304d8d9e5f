import json
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from cameos.ledger.receipts import faults_of_receipt
from cameos.ledger.signing import own_keys, public_keys


class Command(BaseCommand):
    """Check a receipt of the consent ledger. Reads that file alone, and no database."""

    help = __doc__ or ""
    requires_system_checks: Any = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--public-key", action="append", default=[], metavar="HEX",
            help="the signer's key, as it was published; without one, those of this installation",
        )  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        """Ends with 1 where something does not hold."""
        try:
            receipt = json.loads(options["file"].read_text())
            given = options["public_key"]
            trusted = public_keys(given) if given else own_keys()
        except (OSError, ValueError) as error:
            raise CommandError(f"Cannot be read: {type(error).__name__}.") from error
        if faults := faults_of_receipt(receipt, trusted=trusted):
            raise CommandError(f"This receipt does not hold: {', '.join(faults)}.")
        if receipt["fact"] is None:
            self.stdout.write("The entry holds. What it said was destroyed: nobody can tell.")
        else:
            self.stdout.write("The receipt holds: fact, place in the chain, anchor, signature.")

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from accounts.services.archiving import RING
from lib.archives import faults_of
from lib.crypto.ed25519 import own_keys, public_keys


class Command(BaseCommand):
    """Check an archive of somebody's own. Reads that file alone, and no database."""

    help = __doc__ or ""
    requires_system_checks: Any = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--public-key", action="append", default=[], metavar="HEX",
            help="the signer's key, as it was published; without one, those of this installation",
        )  # fmt: skip
        parser.add_argument(
            "--print-keys", action="store_true", help="print the public keys of this installation"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Ends with 1 where something does not hold."""
        if options["print_keys"]:
            ours = own_keys(provider=settings.EXPORT_KEYS_PROVIDER, name=RING)
            shown = {one: key.public_bytes_raw().hex() for one, key in ours.items()}
            self.stdout.write(json.dumps(shown, indent=1))
            return
        if options["file"] is None:
            raise CommandError("Name the file.")
        given = options["public_key"]
        try:
            trusted = (
                public_keys(given)
                if given
                else own_keys(provider=settings.EXPORT_KEYS_PROVIDER, name=RING)
            )
        except ValueError:
            raise CommandError("A public key is 64 hexadecimal digits.") from None
        if faults := faults_of(options["file"], trusted=trusted):
            raise CommandError(f"This archive does not hold: {', '.join(faults)}.")
        self.stdout.write("The archive holds: every file, and the signature.")

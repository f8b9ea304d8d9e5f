from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.factors import reseal_secrets
from lib.crypto.keyring import keyring
from lib.crypto.reseal import reseal


class Command(BaseCommand):
    """Write every encrypted value under the newest field key (docs/keys.md)."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """Safe beside a running service, and to run again. Raises CommandError for a role that may
        not write every table."""
        if settings.ROLE != "migrate":
            raise CommandError("Some tables are for one process alone: say ZOETROPE_ROLE=migrate.")
        found = reseal(keyring()) + reseal_secrets(keyring())
        for key, count in sorted(found.items()):
            self.stdout.write(f"key {key}: {count} values written again")
        self.stdout.write("Every value stands under the newest key; older keys may go.")

from typing import Any

from django.core.management import BaseCommand

from cameos.vault.keys import rewrap


class Command(BaseCommand):
    """Wrap every key of a likeness by the newest master key (docs/keys.md). Role: likeness."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """Safe beside a running service, and to run again."""
        self.stdout.write(f"{rewrap()} keys wrapped again")
        self.stdout.write("Every key is wrapped by the newest master key; older ones may go.")

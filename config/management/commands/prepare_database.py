from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import connection

from config.database_roles import grant_rights


class Command(BaseCommand):
    """Bring the tables and the roles' rights up to this version. Safe to run again."""

    help = __doc__ or ""

    def handle(self, *_: Any, **options: Any) -> None:
        """Needs the role `migrate`, which owns the tables."""
        call_command("migrate", interactive=False, verbosity=min(options["verbosity"], 1))
        grant_rights(connection)
        self.stdout.write("The database is up to date.")

from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command
from django.db import connection

from config.database_roles import grant_rights
from config.staff import bring_up_to_date


class Command(BaseCommand):
    """Bring the tables, the rights of the database's roles and those of staff's roles up to this
    version. Safe to run again."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """For one machine that does both: a second start of Django takes longer than the files."""
        parser.add_argument("--static", action="store_true", help="collect static files as well")

    def handle(self, *_: Any, **options: Any) -> None:
        """Needs the role `migrate`, which owns the tables."""
        call_command("migrate", interactive=False, verbosity=min(options["verbosity"], 1))
        grant_rights(connection)
        bring_up_to_date()
        if options["static"]:
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("The database is up to date.")

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from moderation.models import Exchange
from moderation.services.exchanges import fetch


class Command(BaseCommand):
    """Take over what the exchanges of hashes have changed since the last time."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="only these")

    def handle(self, *_: Any, names: list[str], **__: Any) -> None:
        chosen = Exchange.objects.filter(enabled=True)
        if names:
            chosen = chosen.filter(name__in=names)
        if missing := set(names) - set(chosen.values_list("name", flat=True)):
            raise CommandError(f"No such exchange is enabled: {', '.join(sorted(missing))}.")
        faults = 0
        for exchange in chosen.order_by("name"):
            fault = fetch(exchange)
            faults += fault is not None
            exchange.refresh_from_db()
            told = fault.value if fault else "up to date"
            self.stdout.write(
                f"{exchange.name}: {told}; so far {exchange.rows_kept} kept, "
                f"{exchange.rows_removed} removed, {exchange.rows_refused} refused"
            )
        if faults:
            raise CommandError(f"{faults} could not be fetched.")

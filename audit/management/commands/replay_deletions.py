from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.tombstones.replaying import NotOurs, replay_tombstones
from lib.anchoring.base import AnchorStoreFailed


class Command(BaseCommand):
    help = (
        "After the database was put back from a copy: erases again whoever and whatever was erased "
        "or taken back since (docs/leaving.md). Until then /readyz refuses. Safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = replay_tombstones()
        except (NotOurs, AnchorStoreFailed) as error:
            raise CommandError(f"Nothing more was done. {error}") from None
        for kind, count in sorted(done.items()):
            self.stdout.write(f"{kind}: {count}")
        self.stdout.write("Nothing stands outside that this database does not know of.")

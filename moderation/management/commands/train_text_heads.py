"""Trains the heads of the text detector and writes their model card."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Train the heads of the text detector from labelled rows (train and dev .jsonl.gz)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="folder with the rows")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        from moderation.training.running import FILES, train

        missing = [name for name in FILES if not (options["data"] / name).is_file()]
        if missing:
            raise CommandError(f"Missing: {', '.join(missing)}")
        version = train(data=options["data"], folder=settings.DATA_DIR, seed=options["seed"])
        self.stdout.write(f"heads {version}")

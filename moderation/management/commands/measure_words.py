from typing import Any

from django.core.management import BaseCommand

from moderation.training.words_card import CARD, write_card


class Command(BaseCommand):
    """Measure the rules about words on our own sentences; writes docs/models/words.md."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        write_card()
        self.stdout.write(f"Written: {CARD.name}")

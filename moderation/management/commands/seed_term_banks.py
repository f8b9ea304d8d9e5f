from typing import Any

from django.core.management import BaseCommand

from lib.actors import Actor
from moderation.services.terms.starting import seed_banks


class Command(BaseCommand):
    """Make the usual banks where they do not exist: public figures, living artists, characters,
    slurs, evasions. They start empty: the built-in word lists are the floor beneath them.
    """

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        made = seed_banks(actor=Actor.system("operator"))
        self.stdout.write(f"Made: {', '.join(made) or 'none, all exist'}.")

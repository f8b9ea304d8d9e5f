from typing import Any

from django.core.management import BaseCommand

from config.pages.generated import pages


class Command(BaseCommand):
    """Write the pages of docs/ that follow from code."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """Writes only what changed."""
        for path, text in pages().items():
            if not path.exists() or path.read_text() != text:
                path.write_text(text)
                self.stdout.write(f"wrote {path.name}")

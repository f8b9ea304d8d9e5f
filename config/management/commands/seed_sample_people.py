from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.services.people import create_person
from config.keys import kept_secret

PASSWORD_FILE = "sample_people_password"  # noqa: S105 - the name of a file
LOOPBACK = ("http://127.0.0.1", "http://localhost")
PEOPLE = (
    ("creator", "creator@example.org", 30, False),
    ("friend", "friend@example.org", 28, False),
    ("teen", "teen@example.org", 15, False),
    ("guardian", "guardian@example.org", 44, False),
    ("moderator", "moderator@example.org", 35, True),
)


def refusal(origin: str) -> str | None:
    """Why sample people may not be made here (abuse.md, row "staff"), or None."""
    if settings.PRODUCTION:
        return "Sample people exist under the development profile only."
    if origin.rsplit(":", 1)[0] not in LOOPBACK:
        return "Sample people exist only where the service is reached on loopback."
    return None


class Command(BaseCommand):
    """Make the sample people of a development folder, with a password random per folder."""

    help = __doc__ or ""

    def add_arguments(self, parser: Any) -> None:
        """Where people reach this installation."""
        parser.add_argument("--origin", default=settings.PUBLIC_ORIGIN)

    def handle(self, *_: Any, **options: Any) -> None:
        """Idempotent: people who exist are left as they are."""
        if reason := refusal(options["origin"]):
            raise CommandError(reason)
        password = kept_secret(settings.KEYS_DIR, PASSWORD_FILE, length=8)
        for name, email, age, staff in PEOPLE:
            if not User.objects.filter(email=email).exists():
                born = date(timezone.localdate().year - age, 1, 1)
                create_person(
                    email=email,
                    password=password,
                    birth_date=born,
                    handle=_handle(name),
                    staff=staff,
                )
            self.stdout.write(f"  {email:24}{'staff' if staff else age}")
        self.stdout.write(f"  password of all of them: {password}")


def _handle(name: str) -> str:
    """Handles like `moderator` are reserved for people who might be taken for us."""
    return f"sample_{name}"

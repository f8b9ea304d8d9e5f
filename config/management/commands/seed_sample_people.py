from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.services.people import create_person
from config.keys import kept_secret
from config.loopback import only_loopback
from config.staff import appoint_moderator

PASSWORD_FILE = "sample_people_password"  # noqa: S105 - the name of a file
PEOPLE = (
    ("creator", "creator@example.org", 30, False),
    ("friend", "friend@example.org", 28, False),
    ("teen", "teen@example.org", 15, False),
    ("guardian", "guardian@example.org", 44, False),
    ("moderator", "moderator@example.org", 35, True),
)


def refusal() -> str | None:
    """Why sample people may not be made here (abuse.md, row "staff"), or None."""
    if settings.PRODUCTION:
        return "Sample people exist under the development profile only."
    if not only_loopback():
        return "Sample people exist only where the service is reached on loopback."
    return None


class Command(BaseCommand):
    """Make the sample people of a development folder, with a password random per folder."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """Idempotent: people who exist are left as they are."""
        if reason := refusal():
            raise CommandError(reason)
        password = kept_secret(settings.KEYS_DIR, PASSWORD_FILE, length=8)
        for name, email, age, staff in PEOPLE:
            if not User.objects.filter(email=email).exists():
                born = date(timezone.localdate().year - age, 1, 1)
                person = create_person(
                    email=email,
                    password=password,
                    birth_date=born,
                    handle=_handle(name),
                    staff=staff,
                )
                if staff:
                    appoint_moderator(person)
            self.stdout.write(f"  {email:24}{'staff' if staff else age}")
        self.stdout.write(f"  password of all of them: {password}")


def _handle(name: str) -> str:
    """Handles like `moderator` are reserved for people who might be taken for us."""
    return f"sample_{name}"

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from audit.services import record
from config.staff import appoint_moderator
from lib.actors import Actor


class Command(BaseCommand):
    """Give an existing adult account a moderator's rights in the admin."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_: Any, email: str, **__: Any) -> None:
        person = User.objects.filter(email=email.lower(), deleted_at=None).first()
        if person is None or person.joined_at is None:
            raise CommandError("Nobody with a confirmed account has this address.")
        if not person.is_adult:
            raise CommandError("Only adults can be moderators.")
        with transaction.atomic():
            appoint_moderator(person)
            record(
                "config.moderator.appointed", actor=Actor.system("operator"),
                target=person.public_id,
            )  # fmt: skip
        self.stdout.write(f"{person.public_id} is a moderator now.")

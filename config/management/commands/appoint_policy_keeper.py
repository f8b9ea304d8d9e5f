from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.selectors import member_by_email
from audit.services import record
from config.staff import appoint_policy_keeper
from lib.actors import Actor
from lib.errors import NotFound


class Command(BaseCommand):
    """Let an existing adult account load versions of the policy and put one in force."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_: Any, email: str, **__: Any) -> None:
        try:
            person = member_by_email(email)
        except NotFound as nobody:
            raise CommandError(nobody.detail) from None
        if not person.is_adult:
            raise CommandError("Only adults can keep the policy.")
        with transaction.atomic():
            appoint_policy_keeper(person)
            record(
                "config.policy_keeper.appointed",
                actor=Actor.system("operator"),
                target=person.public_id,
            )
        self.stdout.write(f"{person.public_id} may load and activate policies now.")

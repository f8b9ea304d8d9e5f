"""The commands by which an operator gives somebody of the members a role on the staff."""

from typing import Any, ClassVar, Protocol

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from accounts.selectors import member_by_email
from audit.services import record
from lib.actors import Actor
from lib.errors import NotFound


class Appoint(Protocol):
    """One of config/staff.py."""

    def __call__(self, person: User, /) -> None: ...


class AppointCommand(BaseCommand):
    """A subclass says which role. `action`: of the audit; `told`: what holds from then on."""

    appoint: ClassVar[Appoint]
    action: ClassVar[str]
    refused: ClassVar[str]
    told: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_: Any, email: str, **__: Any) -> None:
        try:
            person = member_by_email(email)
        except NotFound as nobody:
            raise CommandError(nobody.detail) from None
        if not person.is_adult:
            raise CommandError(self.refused)
        with transaction.atomic():
            type(self).appoint(person)
            record(self.action, actor=Actor.system("operator"), target=person.public_id)
        self.stdout.write(f"{person.public_id} {self.told}")

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from accounts.selectors import member_by_email
from lib.errors import DomainError
from moderation.policy.diffing import as_table
from moderation.policy.in_force import PolicyUnusable
from moderation.services.policies import activate, changes_by


class Command(BaseCommand):
    """Put a loaded version of the policy in force. All posts are hidden until they are rated by
    it, newest first."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", metavar="VERSION")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who takes the decision")
        parser.add_argument("--reason", required=True, help="up to 200 characters, for staff")

    def handle(self, *_: Any, version: str, by: str, reason: str, **__: Any) -> None:
        try:
            changes = _changes(version)
            row = activate(version=version, by=member_by_email(by), reason=reason)
        except PolicyUnusable as fault:
            raise CommandError(f"It cannot be put in force: {fault}.") from None
        except DomainError as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write(changes)
        self.stdout.write(f"{row.to.version} is in force instead of {row.from_version}.")


def _changes(version: str) -> str:
    """Told, not asked: nobody activates a looser version unawares."""
    try:
        return as_table(changes_by(version))
    except PolicyUnusable as fault:
        return f"No comparison: {fault}."

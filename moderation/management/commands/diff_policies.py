from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from lib.errors import DomainError
from moderation.policy.diffing import Direction, as_table, count, diff
from moderation.policy.in_force import PolicyUnusable
from moderation.policy.loading import InvalidPolicy, load_policy
from moderation.policy.rows import Policy
from moderation.services.policies import policy_of, version_in_force

IN_FORCE = "current"


class Command(BaseCommand):
    """What changes from policy A to policy B, row by row, what becomes looser first."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        told = f"a version, a file, or `{IN_FORCE}` for the one in force"
        parser.add_argument("before", metavar="A", help=told)
        parser.add_argument("after", metavar="B", help=told)

    def handle(self, *_: Any, before: str, after: str, **__: Any) -> None:
        changes = diff(_policy(before), _policy(after))
        if changes:
            self.stdout.write(as_table(changes))
        told = (f"{count(changes, way)} {way}" for way in Direction)
        self.stdout.write(f"{len(changes)} changes: {', '.join(told)}.")


def _policy(named: str) -> Policy:
    try:
        if Path(named).is_file():
            return load_policy(Path(named).read_text())
        return policy_of(version_in_force() if named == IN_FORCE else named)
    except (InvalidPolicy, PolicyUnusable, UnicodeDecodeError) as fault:
        raise CommandError(f"{named} is no policy: {fault}.") from None
    except DomainError as refusal:
        raise CommandError(f"{named}: {refusal.detail}") from None

"""The policy that a command names: a file, a reviewed or loaded version, or the one in force."""

from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from moderation.models import PolicyVersion
from moderation.policy.loading import FOLDER, InvalidPolicy, current_policy, load_policy
from moderation.policy.rows import Policy


def add_policy_argument(parser: CommandParser) -> None:
    """`--policy`, for commands that work without a database where it is given."""
    parser.add_argument("--policy", help="a policy file or a version; by default the one in force")


def chosen_policy(name: str | None) -> Policy:
    """Raises CommandError."""
    if name is not None:
        return policy_at(name)
    try:
        return current_policy()
    except DatabaseError:
        raise CommandError(
            "The database is away, so nobody can say which policy is in force: "
            "name one by --policy."
        ) from None


def policy_at(name: str) -> Policy:
    """By path or by version. Raises CommandError."""
    return load(policy_text(name))


def policy_text(name: str) -> str:
    """The same as text. Raises CommandError."""
    path, reviewed = Path(name), FOLDER / f"{Path(name).name}.toml"
    try:
        for file in (path, reviewed):
            if file.is_file():
                return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"{name} cannot be read.") from None
    row = PolicyVersion.objects.filter(version=name).first()
    if row is None:
        raise CommandError(f"{name} is neither a policy file nor a loaded version.")
    return row.text


def load(text: str) -> Policy:
    """Raises CommandError."""
    try:
        return load_policy(text)
    except InvalidPolicy as error:
        raise CommandError(f"This policy does not load: {error}.") from None

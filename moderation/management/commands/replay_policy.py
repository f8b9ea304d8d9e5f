"""Judges the last days' scans again under a draft policy; changes nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.evaluation.outputs import check_writable, write_json
from moderation.management.commands.evaluate_moderation import positive
from moderation.policy.loading import FOLDER, InvalidPolicy, load_policy
from moderation.policy.rows import Policy
from moderation.replaying.page import as_json, page
from moderation.services.replays import replay


class Command(BaseCommand):
    help = "Show what a draft policy would have said of the last days' scans."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("draft", help="a policy file, or the version of one that is loaded")
        parser.add_argument("--days", type=positive, required=True)
        parser.add_argument("--json", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        check_writable(options["json"])
        found = replay(policy_at(options["draft"]), days=options["days"])
        if options["json"]:
            write_json(options["json"], as_json(found))
        self.stdout.write(page(found))


def policy_at(name: str) -> Policy:
    """By path or by version. Raises CommandError."""
    return load(policy_text(name))


def policy_text(name: str) -> str:
    path = Path(name)
    loaded = FOLDER / f"{name}.toml"
    try:
        return (path if path.is_file() else loaded).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"{name} is neither a policy file nor a loaded version.") from None


def load(text: str) -> Policy:
    try:
        return load_policy(text)
    except InvalidPolicy as error:
        raise CommandError(f"This policy does not load: {error}.") from None

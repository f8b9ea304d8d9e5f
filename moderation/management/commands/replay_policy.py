"""Judges the last days' scans again under a draft policy; changes nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from moderation.evaluation.outputs import check_writable, write_json
from moderation.evaluation.policies import policy_at
from moderation.management.commands.evaluate_moderation import positive
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

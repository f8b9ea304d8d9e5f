"""Runs the red team's suites against the text stack; fails below the gates."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.evaluation import gates
from moderation.evaluation.outcomes import AUDIENCES, Bench
from moderation.evaluation.outputs import check_writable, write_json, write_whole
from moderation.evaluation.policies import add_policy_argument, chosen_policy
from moderation.evaluation.redteam import Attacks, attack, attacks_as_json, attacks_page, names


class Command(BaseCommand):
    help = "Attack the text stack with the project's own suites; exit non-zero below a gate."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--suite", action="append", choices=names(), default=[])
        parser.add_argument("--audience", choices=AUDIENCES, default="draft")
        add_policy_argument(parser)
        parser.add_argument("--json", type=Path)
        parser.add_argument("--markdown", type=Path)
        parser.add_argument(
            "--write-gates", action="store_true", help="a little below what is measured now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from moderation.evaluation.answering import text_stack

        check_writable(options["json"], options["markdown"])
        if options["write_gates"] and options["suite"]:
            raise CommandError("Gates are written for all suites together: leave --suite out.")
        bench = Bench(
            chosen_policy(options["policy"]), AUDIENCES[options["audience"]], "production"
        )
        stack = text_stack(settings.DATA_DIR)
        found = attack(stack, bench, only=options["suite"], quiet=options["verbosity"] == 0)
        page = attacks_page(found, facts=_facts(options, bench, found))
        if options["json"]:
            write_json(options["json"], attacks_as_json(found))
        if options["markdown"]:
            write_whole(options["markdown"], page)
        self.stdout.write(page)
        if stack.faults:
            raise CommandError(f"Detectors failed: {dict(stack.faults)}.")
        if options["write_gates"]:
            write_whole(gates.FILE, gates.gates_text(found.scores, found.slices or ()))
        if failed := gates.broken(found.scores, found.slices, gates.read_gates()):
            raise CommandError("\n".join(["Below the gates:", *failed]))


def _policy(options: dict[str, Any]) -> str:
    return f" --policy {Path(options['policy']).name}" if options["policy"] else ""


def _facts(options: dict[str, Any], bench: Bench, found: Attacks) -> str:
    suites = "".join(f" --suite {name}" for name in options["suite"])
    versions = ", ".join(f"{name} `{version}`" for name, version in found.versions.items())
    return (
        f"Written by `manage.py redteam{suites} --audience {options['audience']}"
        f"{_policy(options)}` on {datetime.now(tz=UTC).date().isoformat()}. "
        f"Policy `{bench.policy.version}`, judged as under `{bench.profile}`.\n"
        f"Detectors: {versions}."
    )

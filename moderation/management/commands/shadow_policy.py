"""Marks a policy that judges along without effect, takes the mark away, or tells what it said."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lib.actors import Actor
from moderation.evaluation.policies import load, policy_text
from moderation.services.shadows import (
    Shadow,
    set_shadow,
    shadow_summary,
    stop_shadow,
    verdicts,
)

OPERATOR = Actor.system("operator")


class Command(BaseCommand):
    help = "Let a policy judge along without effect (FILE), stop that (--off), or tell (--summary)."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", help="a policy file, or a loaded version")
        what.add_argument("--off", action="store_true")
        what.add_argument("--summary", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["off"]:
            stopped = stop_shadow(actor=OPERATOR)
            self.stdout.write("No policy judges along now." if stopped else "None did.")
        elif options["summary"]:
            self.stdout.write(_told(shadow_summary()))
        else:
            text = policy_text(options["file"])
            load(text)
            row = set_shadow(text, actor=OPERATOR)
            self.stdout.write(f"{row.version} ({row.sha256[:12]}) judges along from now on.")


def _told(found: Shadow | None) -> str:
    if found is None:
        raise CommandError("No policy judges along.")
    head = (
        f"{found.version} ({found.sha256[:12]}) since {found.since:%Y-%m-%d %H:%M} UTC: "
        f"{found.judged:,} scans judged, {found.changed:,} otherwise than in force.\n\n"
        f"| in force, category | {' | '.join(verdicts())} |\n|---|---|---|---|---|\n"
    )
    rows = [_row(f"**{now}**", now, found.counts) for now in verdicts()]
    for category in sorted(found.by_category):
        counts = found.by_category[category]
        rows += [_row(f"{now}, {category}", now, counts) for now in verdicts()
                 if any(first == now for first, _ in counts)]  # fmt: skip
    return head + "\n".join(rows)


def _row(name: str, now: str, counts: Counter[tuple[str, str]]) -> str:
    return f"| {name} | " + " | ".join(str(counts[now, then]) for then in verdicts()) + " |"

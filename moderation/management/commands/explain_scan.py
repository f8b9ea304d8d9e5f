import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from moderation.categories import Category
from moderation.models import Scan
from moderation.policy.audience import Audience, Destination
from moderation.policy.loading import current_policy
from moderation.policy.rows import LEVELS
from moderation.services.rating import newest_scans


class Command(BaseCommand):
    """What was found in things and which thresholds they met: JSON with scores, for operators."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subjects", nargs="+", help="typed ids, for example gen_…")

    def handle(self, *_: Any, subjects: list[str], **__: Any) -> None:
        """An object from each id to its newest scan of each stage."""
        found = {subject: newest_scans(subject) for subject in subjects}
        if missing := [subject for subject, scans in found.items() if not scans]:
            raise CommandError(f"Never scanned: {', '.join(missing)}.")
        told = {subject: [_explained(scan) for scan in scans] for subject, scans in found.items()}
        self.stdout.write(json.dumps(told, indent=2))


def _explained(scan: Scan) -> dict[str, Any]:
    return {
        "stage": scan.stage,
        "verdict": scan.verdict,
        "category": scan.category,
        "depicts_minor": scan.depicts_minor,
        "policy_version": scan.policy_version,
        "profile": scan.profile,
        "audience": scan.audience,
        "thresholds": _thresholds(scan),
        "lacking": scan.lacking,
        "gaps": scan.gaps,
        "detectors": scan.detectors,
        "findings": list(
            scan.findings.order_by("-score").values(
                *("surface", "category", "score", "detector", "term"),
                *("start", "end", "start_s", "end_s"),
            )
        ),
    }


def _thresholds(scan: Scan) -> dict[str, dict[str, float]]:
    """By the policy in force now, for the audience of the scan."""
    facts = dict(scan.audience)
    audience = Audience(**{**facts, "destination": Destination(facts["destination"])})
    return {
        category.value: {
            level.word: current_policy().thresholds(category, audience.columns).at(level)
            for level in LEVELS
        }
        for category in Category
    }

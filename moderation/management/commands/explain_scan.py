import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from moderation.categories import Category
from moderation.explaining import bounds_of, explain
from moderation.explaining.scans import audience_of
from moderation.models import Scan
from moderation.policy.rows import Policy
from moderation.services.policies import kept_policy
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
    policy = kept_policy(scan.policy_version)
    return {
        "why": explain(scan, scan.findings.all(), policy=policy).sentences,
        "stage": scan.stage,
        "verdict": scan.verdict,
        "category": scan.category,
        "depicts_minor": scan.depicts_minor,
        "policy_version": scan.policy_version,
        "profile": scan.profile,
        "audience": scan.audience,
        "thresholds": _thresholds(scan, policy) if policy else None,
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


def _thresholds(scan: Scan, policy: Policy) -> dict[str, dict[str, float]]:
    """Of the version that judged it, for the audience of the scan."""
    return {
        category.value: {
            bound.level.word: bound.score
            for bound in bounds_of(policy, category, audience_of(scan))
        }
        for category in Category
    }

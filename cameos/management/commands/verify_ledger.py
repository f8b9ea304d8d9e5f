import json
from argparse import ArgumentTypeError
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from cameos.ledger.verifying import Report, verify
from lib.anchoring.base import AnchorStoreFailed
from lib.ids import IdKind, InvalidId, decode


def cameo(text: str) -> UUID:
    """A public id as an argument."""
    try:
        return decode(IdKind.CAMEO, text)
    except InvalidId:
        raise ArgumentTypeError("no id of a cameo") from None


class Command(BaseCommand):
    """Find whatever was changed or removed in the ledger of consents (docs/consent-ledger.md)."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cameo", type=cameo, metavar="ID", help="this chain alone")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument(
            "--at-least", type=int, default=0, metavar="N",
            help="the number of the last `consent_anchored` line that your log holds",
        )  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        """Ends with 1 where anything is wrong, or could not be looked at."""
        try:
            report = verify(only=options["cameo"], at_least=options["at_least"])
        except (AnchorStoreFailed, ImproperlyConfigured) as error:
            raise CommandError(f"Nothing was verified: {error}") from error
        self.stdout.write(_as_json(report) if options["json"] else _as_text(report))
        if report.findings:
            raise CommandError(f"{len(report.findings)} findings: the ledger does not hold.")


def _as_text(report: Report) -> str:
    lines = [f"{one.place}: {one.fault.value}" for one in report.findings]
    looked = f"{report.chains} chains, {report.entries} entries, {report.anchors} anchors looked at"
    return "\n".join([*lines, looked])


def _as_json(report: Report) -> str:
    return json.dumps(
        {
            "holds": not report.findings,
            "chains": report.chains,
            "entries": report.entries,
            "anchors": report.anchors,
            "findings": [{"fault": one.fault, "place": one.place} for one in report.findings],
        }
    )

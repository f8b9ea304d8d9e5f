"""What stands in tables that no page shows, and the appointing of staff. Run by
`manage.py shell` beside the stack."""

import json
import sys
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections

from accounts.models import User
from config.demo.act_enforcement.conversation import MARK
from config.staff import appoint_moderator
from enforcement.models import Assignment, Case, CopyState, Decision, Report, Snapshot, SnapshotFile
from enforcement.subjects.registry import parse
from lib.ids import IdKind, decode
from moderation.models import BankedHash


def serve() -> None:
    """Answers a question a line until nobody asks any more."""
    for line in sys.stdin:
        what, *given = json.loads(line)
        close_old_connections()
        try:
            said: dict[str, Any] = {"is": KNOWN[what](*given)}
        except Exception as error:  # noqa: BLE001 - whoever asked says what it means for them
            said = {"error": f"{type(error).__name__}: {error}"}
        print(MARK + json.dumps(said), flush=True)


def appoint(email: str) -> None:
    """Of an adult who is there: a moderator from now on."""
    appoint_moderator(User.objects.get(email=email.lower()))


def deciders(subject: str) -> list[str]:
    """Ids of who decided about a thing, the first first."""
    kind, key = _named(subject)
    made = Decision.objects.filter(subject_kind=kind, subject_id=key)
    return list(made.order_by("at").values_list("decided_by", flat=True))


def held(case: str) -> int:
    """How many claims of a case nobody ended."""
    key = decode(IdKind.CASE, case)
    return Assignment.objects.filter(case=key, ended_at=None).count()


def cases(subject: str) -> dict[str, Any]:
    """How many there are about a thing, and what waits: reports, people, reasons."""
    rows = _cases(subject)
    reports = Report.objects.filter(case__in=rows, counts=True)
    return {
        "cases": rows.count(),
        "reports": sum(one.report_count for one in rows),
        "people": sum(one.reporter_count for one in rows),
        "reasons": sorted(set(reports.values_list("reason", flat=True))),
    }


def frozen(subject: str) -> dict[str, Any]:
    """What a reviewer has of a thing, wherever it is now."""
    kept = Snapshot.objects.filter(case__in=_cases(subject)).order_by("-taken_at").first()
    if kept is None:
        return {"texts": [], "gone": None, "copied": []}
    files = SnapshotFile.objects.filter(snapshot=kept, copy_state=CopyState.COPIED)
    return {
        "texts": sorted(kept.seen["texts"]),
        "gone": kept.seen["gone"],
        "copied": sorted(files.values_list("role", flat=True)),
    }


def banked(film: str) -> int:
    """How many entries of our own banks come from a film."""
    return BankedHash.objects.filter(origin=film).count()


KNOWN: dict[str, Callable[..., Any]] = {
    "appoint": appoint,
    "banked": banked,
    "cases": cases,
    "deciders": deciders,
    "frozen": frozen,
    "held": held,
}


def _cases(subject: str) -> Any:
    kind, key = _named(subject)
    return Case.objects.filter(subject_kind=kind, subject_id=key)


def _named(subject: str) -> Any:
    named = parse(subject)
    if named is None:
        raise LookupError(subject)
    return named

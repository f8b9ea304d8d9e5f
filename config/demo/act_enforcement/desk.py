"""What staff do, by the services behind their pages. Run by `manage.py shell` beside the stack."""

import json
from typing import Any

from accounts.models import User
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Case, CopyState, Decision, Report, Snapshot, SnapshotFile
from enforcement.services.deciding import decide as decide_it
from enforcement.services.deciding import overturning
from enforcement.states import UNDECIDED
from enforcement.subjects.registry import parse
from enforcement.wanted import Wanted
from lib.ids import IdKind, decode

RULE = ("harassment_targeted",)
WHY = "It calls on others to mock a person by name."


def decide(email: str, subject: str, actions: list[str], of_case: bool, undoes: str) -> None:
    """Prints the id of a decision about a thing; `of_case`: in its open case. With `undoes` it is
    the end of that one instead."""
    by = User.objects.get(email=email.lower())
    if undoes:
        old = Decision.objects.get(pk=decode(IdKind.DECISION, undoes))
        wanted = overturning(old, "We were wrong.")
    else:
        kind, key = _named(subject)
        wishes = tuple(Wish(ActionName(one)) for one in actions)
        case = _cases(subject).filter(state__in=sorted(UNDECIDED)).get() if of_case else None
        case_id = case.pk if case else None
        wanted = Wanted(kind, key, RULE, WHY, wishes, case_id=case_id)
    print(json.dumps(decide_it(wanted=wanted, by=by).public_id))


def cases(subject: str) -> None:
    """Prints how many there are about a thing, and what waits: reports, people, reasons."""
    rows = _cases(subject)
    reports = Report.objects.filter(case__in=rows, counts=True)
    said = {
        "cases": rows.count(),
        "reports": sum(one.report_count for one in rows),
        "people": sum(one.reporter_count for one in rows),
        "reasons": sorted(set(reports.values_list("reason", flat=True))),
    }
    print(json.dumps(said))


def frozen(subject: str) -> None:
    """Prints what a reviewer has of a thing, wherever it is now."""
    kept = Snapshot.objects.filter(case__in=_cases(subject)).order_by("-taken_at").first()
    if kept is None:
        print(json.dumps({"texts": [], "gone": None, "copied": []}))
        return
    files = SnapshotFile.objects.filter(snapshot=kept, copy_state=CopyState.COPIED)
    said = {
        "texts": sorted(kept.seen["texts"]),
        "gone": kept.seen["gone"],
        "copied": sorted(files.values_list("role", flat=True)),
    }
    print(json.dumps(said))


def _cases(subject: str) -> Any:
    kind, key = _named(subject)
    return Case.objects.filter(subject_kind=kind, subject_id=key)


def _named(subject: str) -> Any:
    named = parse(subject)
    if named is None:
        raise LookupError(subject)
    return named

import re
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.admin.sections.shown import Cell, Shown, Table, when
from accounts.models import User
from enforcement.admin.case_page.films import seen_of
from enforcement.child_safety import found_about
from enforcement.models import Case, Snapshot
from enforcement.policies import CHILD_SAFETY
from enforcement.subjects.base import Seen
from enforcement.subjects.registry import subject_of

Row = tuple[Cell, ...]
A_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def read(case: Case, viewer: User) -> Shown:
    """As it was when it was reported, beside what is left of it now (Q-2): an edit stands out, and
    a deletion hides nothing."""
    if case.diverted:
        return Shown(
            notes=("A case of child safety: what was reported lies in the vault, and nothing of "
                   "it is on this page.",)
        )  # fmt: skip
    if found_about(case.subject_kind, case.subject_id) and not viewer.has_perm(CHILD_SAFETY):
        return Shown(notes=("What it was and what it is stands on no page.",))
    subject = subject_of(case.subject_kind)
    target, now = subject.known(case.subject_id), seen_of(case)
    gone = target is None or target.gone
    snapshots = list(case.snapshots.order_by("-taken_at"))
    return Shown(
        facts=(("Now", "gone, or seen by nobody" if gone else "there"),),
        tables=tuple(_table(one, now) for one in snapshots) or (_as_now(now),),
        notes=() if snapshots else ("Nothing of it was kept: it is shown as it is now.",),
    )


def _table(snapshot: Snapshot, now: Seen) -> Table:
    seen: dict[str, Any] = snapshot.seen
    rows = [
        *_rows(seen["texts"], now.texts),
        *_rows(seen["labels"], now.labels),
    ]
    title = f"As it was on {when(snapshot.taken_at)}, kept until {when(snapshot.expires_at)}"
    return Table(title, ("", "then", "now"), tuple(rows), empty="It had no words.")


def _rows(then: Any, now: Any) -> list[Row]:
    names = [*then, *(name for name in now if name not in then)]
    return [
        (_name(name), _said(then.get(name)), _now(then.get(name), now.get(name))) for name in names
    ]


def _name(name: str) -> str:
    return name.replace("_", " ")


def _now(then: Any, now: Any) -> str:
    return "the same" if then == now else _said(now)


def _said(value: Any) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    at = parse_datetime(value) if isinstance(value, str) and A_TIME.match(value) else None
    return when(at) if at else str(value)


def _as_now(now: Seen) -> Table:
    rows = tuple((_name(name), _said(value)) for name, value in {**now.texts, **now.labels}.items())
    return Table("As it is now", ("", "now"), rows, empty="Nothing is left of it.")

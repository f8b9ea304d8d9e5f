import re
from collections.abc import Callable
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.admin.sections.shown import Cell, Shown, Table, when
from accounts.models import AgeBand, Standing, User
from enforcement.admin.case_page.films import seen_of, snapshots_of
from enforcement.admin.case_page.sections import permitted
from enforcement.admin.wording import in_words
from enforcement.child_safety import found_about
from enforcement.models import Case, Snapshot
from enforcement.policies import CHILD_SAFETY
from enforcement.subjects.base import Seen
from enforcement.subjects.registry import subject_of

Row = tuple[Cell, ...]
Say = Callable[[str, Any], str]
# What the codes of labels are called, and the labels whose names say too little.
CHOICES: dict[str, Any] = {"age_band": AgeBand.choices, "standing": Standing.choices}
NAMES = {"screened_as": "checked by a server for", "epoch": "number of its consent"}
A_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def read(case: Case, viewer: User) -> Shown:
    """As it was when it was reported, beside what is left of it now (Q-2), and what was permitted
    beside what is: an edit stands out, and a deletion hides nothing."""
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
    snapshots = snapshots_of(case)
    return Shown(
        facts=(("Now", "gone, or seen by nobody" if gone else "there"),),
        tables=tuple(_table(case, one, now) for one in snapshots) or (_as_now(case, now),),
        notes=() if snapshots else ("Nothing of it was kept: it is shown as it is now.",),
    )


def _table(case: Case, snapshot: Snapshot, now: Seen) -> Table:
    seen: dict[str, Any] = snapshot.seen
    rows = [
        *_rows(seen["texts"], now.texts, _text),
        *_rows(seen["labels"], now.labels, _label),
        *permitted.rows_of(case, seen["permission"], now.permission),
    ]
    title = f"As it was on {when(snapshot.taken_at)}, kept until {when(snapshot.expires_at)}"
    return Table(title, ("", "then", "now"), tuple(rows), empty="It had no words.")


def _rows(then: Any, now: Any, say: Say) -> list[Row]:
    names = [*then, *(name for name in now if name not in then)]
    return [_row(name, then.get(name), now.get(name), say) for name in names]


def _row(name: str, then: Any, now: Any, say: Say) -> Row:
    return _name(name), say(name, then), "the same" if then == now else say(name, now)


def _name(name: str) -> str:
    return NAMES.get(name, in_words(name))


def _text(name: str, value: Any) -> str:
    return _said(value)


def _label(name: str, value: Any) -> str:
    if name in CHOICES and (known := dict(CHOICES[name]).get(value)):
        return str(known).lower()
    return in_words(_said(value))


def _said(value: Any) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    at = parse_datetime(value) if isinstance(value, str) and A_TIME.match(value) else None
    return when(at) if at else str(value)


def _as_now(case: Case, now: Seen) -> Table:
    texts = [(_name(name), _text(name, value)) for name, value in now.texts.items()]
    labels = [(_name(name), _label(name, value)) for name, value in now.labels.items()]
    rows = (*texts, *labels, *permitted.now_of(case, now.permission))
    return Table("As it is now", ("", "now"), rows, empty="Nothing is left of it.")

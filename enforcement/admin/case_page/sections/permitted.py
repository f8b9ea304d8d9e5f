"""What was permitted when something was reported, beside what is now: rows of (what, then, now).
Ids, levels, terms and times; of a template or a recording there is nothing in either."""

from collections.abc import Mapping
from typing import Any

from accounts.admin.sections.shown import Cell, Link, person_link
from enforcement.admin.case_page.lent import Lent, lent_to
from enforcement.admin.wording import LEVELS, TAKEN_BACK, ended, restricted, terms_said
from enforcement.models import Case
from enforcement.subjects.kinds import SubjectKind

Row = tuple[Cell, Cell, Cell]
Permission = Mapping[str, Any]


def rows_of(case: Case, then: Permission, now: Permission) -> list[Row]:
    """`then`: as a snapshot froze it; `now`: as it is read of a likeness. Of a film the consents
    themselves say how they stand, for these outlive it."""
    if case.subject_kind == SubjectKind.CAMEO:
        said, says = _of_likeness(then), _of_likeness(now)
        return [beside(name, said.get(name, "-"), one) for name, one in says.items()]
    return [row for one in lent_to(case) for row in _of_lent(one, then.get(one.row.public_id))]


def now_of(case: Case, now: Permission) -> list[tuple[Cell, Cell]]:
    """Of a likeness of which nothing was frozen; consents to a film have their own section."""
    likeness = case.subject_kind == SubjectKind.CAMEO and now
    return list(_of_likeness(now).items()) if likeness else []


def beside(name: Cell, then: str, now: str) -> Row:
    """What did not change is not said twice."""
    return name, then, "the same" if then == now else now


def _of_likeness(permission: Permission) -> dict[str, str]:
    """Snapshots of before terms were kept name topics alone."""
    level, topics = permission.get("level"), permission.get("restrictions")
    terms = permission.get("terms")
    said = terms_said(terms) if terms else restricted(topics or ())
    return {
        "who may use it": LEVELS[level] if level else "-",
        "on which terms": said or "-",
        "times that this was set": str(permission.get("version", "-")),
    }


def _of_lent(one: Lent, then: Permission | None) -> list[Row]:
    terms = terms_said(then["terms"]) if then else "-"
    return [
        beside(_named("consent", one), _stood(then), one.stands),
        beside(_named("terms", one), terms, terms_said(one.row.terms)),
    ]


def _named(what: str, one: Lent) -> Cell:
    if one.cameo is None:
        return f"{what} of somebody whose likeness is gone ({one.row.public_id})"
    whose = person_link(one.cameo.owner)
    return Link(f"{what} of {whose.text}, {one.cameo.get_kind_display().lower()}", whose.href)


def _stood(then: Permission | None) -> str:
    """Snapshots of before this was kept do not say whether it was taken back already."""
    if then is None:
        return "-"
    if then["ended_for"]:
        return ended(then["ended_for"])
    if "taken_back" not in then:
        return "lent"
    return TAKEN_BACK if then["taken_back"] else "stands"

"""The sections of a case's page, one file each, as they stand on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from enforcement.admin.case_page.sections import (
    appeals,
    around,
    consent,
    decided,
    desks,
    found,
    history,
    lineage,
    person,
    reports,
    rules,
    thing,
)
from enforcement.models import Case

SHOWN = "accounts/admin/shown.html"


@dataclass(frozen=True, slots=True)
class CaseSection:
    """`read(case, viewer)` answers what `template` draws as `shown`; None: nothing to show."""

    name: str
    title: str
    read: Callable[[Case, User], Any]
    template: str = SHOWN


SECTIONS = (
    CaseSection(
        "appeals", "What was said against it", appeals.read, "enforcement/admin/case_appeals.html"
    ),
    CaseSection("thing", "What it is", thing.read),
    CaseSection("reports", "What was said", reports.read, "enforcement/admin/case_reports.html"),
    CaseSection("found", "What was found in it", found.read, "enforcement/admin/case_found.html"),
    CaseSection("rules", "The rules of these reasons", rules.read),
    CaseSection("lineage", "Where it comes from", lineage.read),
    CaseSection("consent", "Whose likeness is in it", consent.read),
    CaseSection("person", "Whose it is", person.read),
    CaseSection("decided", "Decisions", decided.read),
    CaseSection("around", "Related cases", around.read),
    CaseSection("history", "History", history.read),
    CaseSection("desks", "Other desks", desks.read),
)


def sections_of(case: Case, viewer: User) -> list[tuple[CaseSection, Any]]:
    """What this member of staff, who sees the case, reads of it."""
    read = ((one, one.read(case, viewer)) for one in SECTIONS)
    return [(one, shown) for one, shown in read if shown is not None]

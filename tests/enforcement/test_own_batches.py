"""What a second person approved for many cases, whoever planned it undoes one by one no more than
as a whole (E35)."""

from collections.abc import Callable

import pytest

from accounts.models import User
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.limits import BULK_ALONE
from enforcement.models import Decision
from enforcement.services import bulk
from enforcement.services.bulk import Alike
from enforcement.services.deciding import decide, overturn, overturning
from enforcement.services.foreseeing import foresee
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from lib.errors import DomainError
from tests.enforcement.desk.pages import SAID, do, preview, read
from tests.enforcement.queueing import reviewer, waiting
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
RIGHTS = ("handle_case", "decide_in_bulk")
FINE = Alike(("hate_speech",), "It breaks no rule.")
MANY = BULK_ALONE + 1


def lead() -> User:
    return reviewer(*RIGHTS)


def one_of(many: int, by: User, other: User, deliver: Callable[[], int]) -> Decision:
    """A decision of a batch, approved by `other` where it takes two."""
    batch = bulk.plan(cases=[one.pk for one in waiting(many)], alike=FINE, by=by)
    bulk.confirm(batch=batch, by=by, typed=f"decide {many}")
    if many > BULK_ALONE:
        bulk.approve(batch=batch, by=other)
    deliver()
    made = Decision.objects.first()
    assert made is not None
    return made


def refused(verb: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as caught:
        verb()
    return caught.value.code.value


def otherwise(old: Decision) -> Wanted:
    """A milder one in its place undoes it, too."""
    wishes = (Wish(ActionName.WARN),)
    kind = SubjectKind(old.subject_kind)
    rules = tuple(old.policies)
    return Wanted(kind, old.subject_id, rules, SAID, wishes, case_id=old.case_id, supersedes=old.pk)


@pytest.mark.parametrize("third", [True, False])
def test_whoever_planned_it_overturns_none_of_them_and_others_do(
    third: bool, deliver: Callable[[], int]
) -> None:
    by, other = lead(), lead()
    old = one_of(MANY, by, other, deliver)
    verbs = (
        lambda: overturn(decision=old, statement="Wrong.", by=by),
        lambda: decide(wanted=otherwise(old), by=by),
        lambda: foresee(wanted=overturning(old, "Wrong."), by=by),
    )
    assert [refused(verb) for verb in verbs] == ["not_allowed_for_self"] * 3
    assert not Decision.objects.exclude(supersedes=None).exists()
    overturn(decision=old, statement="Wrong.", by=lead() if third else other)
    assert Decision.objects.exclude(supersedes=None).count() == 1


def test_what_somebody_did_alone_they_undo_alone(deliver: Callable[[], int]) -> None:
    by = lead()
    old = one_of(2, by, by, deliver)
    overturn(decision=old, statement="Wrong.", by=by)
    assert Decision.objects.exclude(supersedes=None).count() == 1


def test_the_page_says_so_and_shows_no_button(deliver: Callable[[], int]) -> None:
    by, other = lead(), lead()
    old = one_of(MANY, by, other, deliver)
    page = f"/admin/enforcement/decision/{old.pk}/change/"
    form = f"/admin/enforcement/decision/{old.public_id}/overturn/"
    planner, approver = at_the_desk(by), at_the_desk(other)
    said = "You planned it as one of many"
    assert said in read(planner.get(page))
    assert form not in planner.get(page).content.decode()
    assert "You planned this batch" in read(preview(planner, form, statement="Wrong."))
    assert said not in read(approver.get(page))
    assert form in approver.get(page).content.decode()
    shown = preview(approver, form, statement="Wrong.")
    assert do(approver, form, shown, statement="Wrong.").status_code == 302

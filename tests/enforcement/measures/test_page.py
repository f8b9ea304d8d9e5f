"""The page of measures: who may see it, what it shows, and that it leaves a row."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import AuditEvent
from config.staff import appoint_lead, appoint_moderator
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.admin.measures import charts
from enforcement.measures.scope import SMALLEST
from enforcement.models import Case
from enforcement.pseudonyms import pseudonym_of
from enforcement.services.deciding import decide, overturn
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
PAGE = "/admin/enforcement/measures/"
WARNING = (Wish(ActionName.WARN),)


@pytest.mark.parametrize("appoint", [None, appoint_moderator])
def test_it_asks_for_a_right_of_its_own(moderator: Any, appoint: Any) -> None:
    if appoint:
        appoint(moderator)
    assert at_the_desk(moderator).get(PAGE).status_code == 403
    appoint_lead(moderator)
    assert at_the_desk(moderator).get(PAGE).status_code == 200


def test_each_look_leaves_a_row(moderator: Any) -> None:
    client = at_the_desk(given(moderator, "see_measures"))
    assert client.get(PAGE).status_code == 200
    row = AuditEvent.objects.filter(actor=moderator.public_id).latest("at")
    assert (row.action, row.target) == ("audit.staff.listed", "enforcement.Measures")


def test_reviewers_stand_there_under_other_names_and_few_are_not_told(
    api: Api, moderator: User, stranger: Any
) -> None:
    judge = given(moderator, "handle_case")
    for number in range(SMALLEST - 1):
        warned(judge)
        page = shown(lead())
        assert moderator.public_id not in page, number
        assert row_of(page, pseudonym_of(moderator.pk)) == [UNTOLD, UNTOLD, "-"]
    wrong = warned(judge)
    overturn(decision=wrong, statement="We were wrong.", by=given(cast.moderator(), "handle_case"))
    page = shown(lead())
    assert row_of(page, pseudonym_of(moderator.pk)) == ["1", str(SMALLEST), "20.0%"]
    assert str(moderator.handle) not in page


def test_child_safety_is_counted_for_those_who_handle_it(
    api: Api, stranger: Any, friend: Any, moderator: Any, post: Any
) -> None:
    reported(api, stranger, post, "child_sexual")
    assert case_of(post).diverted
    assert "Child safety" not in shown(lead())
    both = given(given(lead(), "see_measures"), "handle_child_safety")
    assert row_of(shown(both), "Child safety")[0] == "1"


@pytest.mark.parametrize(("asked", "days"), [("", 28), ("7", 7), ("8", 28), ("x", 28)])
def test_spans_are_few_and_fixed(moderator: Any, asked: str, days: int) -> None:
    client = at_the_desk(given(moderator, "see_measures"))
    page = client.get(PAGE, {"days": asked}).content.decode()
    assert f"of the last {days} days" in page


def test_the_statements_are_as_many_however_much_there_is(api: Api, moderator: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            charts(28, child_safety=True)
        return len(queries)

    before = asked()
    for _ in range(3):
        warned(given(cast.moderator(), "handle_case"))
    assert before == asked() == 10


def test_it_loads_nothing_from_elsewhere(moderator: Any, post: Any, api: Api) -> None:
    reported(api, cast.stranger(), post)
    assert Case.objects.exists()
    page = shown(given(moderator, "see_measures"))
    assert 'class="chart"' in page
    assert "//cdn" not in page
    assert 'src="http' not in page


UNTOLD = "of fewer than 5"


def lead() -> User:
    person = cast.moderator()
    appoint_lead(person)
    return User.objects.get(pk=person.pk)


def warned(judge: User) -> Any:
    owner = cast.creator()
    wanted = Wanted(SubjectKind.PROFILE, owner.pk, ("impersonation",), "A reminder.", WARNING)
    return decide(wanted=wanted, by=judge)


def shown(person: Any) -> str:
    answer = at_the_desk(person).get(PAGE)
    assert answer.status_code == 200
    return str(answer.content.decode())


def row_of(page: str, name: str) -> list[str]:
    """The cells beside the one that says `name`."""
    row = page.split(f"<td>{name}</td>", 1)[1].split("</tr>", 1)[0]
    return [cell.split("</td>")[0] for cell in row.split("<td>")[1:]]

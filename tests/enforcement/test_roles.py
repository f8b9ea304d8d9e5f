"""Who of staff opens which page of this room (E37): each role against each address."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission

from config import staff
from enforcement.models import Case
from enforcement.reasons import Queue
from tests import cast
from tests.accounts.desk.conftest import ROLES, colleague, desk_of
from tests.enforcement.queueing import reviewer, waiting
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
CASES = "/admin/enforcement/case"
MODERATE = {"moderator", "lead"}
HANDLE = MODERATE | {"external vendor", "child safety"}
# What each role opens; whatever is not named here opens for nobody but superusers.
OPENS: dict[str, set[str]] = {
    "case/": HANDLE,
    "case/board/": HANDLE,
    "case/skipped.csv": {"lead"},
    "case/together/": {"lead"},
    "batch/": {"lead"},
    "case/roles/": {"lead"},
    "case/<path:object_id>/change/": HANDLE,
    "case/<path:object_id>/history/": HANDLE,
    "report/": MODERATE,
    "reporter/": MODERATE,
    "trustedflagger/": MODERATE | {"policy keeper"},
}
# Of the page of a case; tests/enforcement/desk holds them against roles.
OF_THE_PAGE = {
    "<path:case_id>/appeal/",
    *("<path:case_id>/decide/", "<path:case_id>/reveal/", "<str:case_id>/media/<str:token>/"),
}
STEPS = ("next", "claim", "release", "skip", "here")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_other(role: str) -> None:
    desk = desk_of(role)
    diverted = role == "child safety"
    queue = Queue.CHILD_SAFETY if diverted else Queue.GENERAL
    case = waiting(1, queue=queue, diverted=diverted)[0]
    for path, roles in OPENS.items():
        answer = desk.get(f"/admin/enforcement/{path.replace('<path:object_id>', str(case.pk))}")
        assert answer.status_code == (200 if role in roles else 403), path


@pytest.mark.parametrize("role", ROLES)
def test_a_role_works_on_its_cases_and_no_other(role: str) -> None:
    desk = desk_of(role)
    plain = waiting(1)[0]
    child = waiting(1, queue=Queue.CHILD_SAFETY, diverted=True)[0]
    impersonated = waiting(1, queue=Queue.IMPERSONATION)[0]
    works = {
        plain: MODERATE | {"external vendor"},
        child: {"child safety"},
        impersonated: MODERATE,
    }
    for case, roles in works.items():
        status = desk.post(f"{CASES}/{case.public_id}/claim/").status_code
        missing = 404 if role in HANDLE else 403
        assert status == (302 if role in roles else missing), case.queue
        held = Case.objects.get(pk=case.pk).assignments.filter(ended_at=None)
        assert held.exists() == (role in roles)


def test_the_table_speaks_of_every_page_of_the_queue() -> None:
    from enforcement.admin.cases import CaseAdmin

    known = {path.removeprefix("case/") for path in OPENS if path.startswith("case/")}
    known |= {"next/", *(f"<path:case_id>/{name}/" for name in STEPS)}
    page = admin.site._registry[Case]
    assert isinstance(page, CaseAdmin)
    # What Django brings and a page that is not for changing refuses; a plain id leads to the page.
    brought = {"add/", "<path:object_id>/delete/", "<path:object_id>/", "autocomplete/"}
    mine = {str(one.pattern) for one in page.get_urls() if one.name != "audit_reason"}
    assert {one for one in mine if re.match("[a-z<]", one)} - brought - OF_THE_PAGE <= known


def test_every_role_is_in_the_table_of_roles() -> None:
    staff.bring_up_to_date()
    text = read(at_the_desk(colleague("lead")).get(f"{CASES}/roles/"))
    for name in staff.ROLES:
        assert name in text
    given = {name: set(rights) for name, rights in staff.ROLES.items()}
    assert given[staff.VENDORS] == {"enforcement.handle_case"}
    for name, rights in given.items():
        held = Group.objects.get(name=name).permissions.select_related("content_type")
        assert {f"{one.content_type.app_label}.{one.codename}" for one in held} == rights


def test_the_matrix_says_what_stands_in_the_database() -> None:
    staff.bring_up_to_date()
    answer = at_the_desk(colleague("lead")).get(f"{CASES}/roles/")
    page = answer.content.decode()
    columns = [re.sub("<[^>]*>", "", one) for one in re.findall("<th.*?</th>", page)]
    start = columns.index("what it allows") + 1
    roles = columns[start : start + len(staff.ROLES)]
    assert roles == sorted(staff.ROLES)
    for right in ("enforcement.handle_case", "enforcement.handle_child_safety"):
        row = page[page.index(f"<td>{right}</td>") :].split("</tr>")[0]
        cells = re.findall("<td>(.*?)</td>", row)[2:]
        shown = {role for role, cell in zip(roles, cells, strict=True) if cell == "yes"}
        assert shown == {name for name, rights in staff.ROLES.items() if right in rights}


def test_a_right_beside_a_role_is_shown() -> None:
    person = reviewer("handle_child_safety")
    text = read(at_the_desk(colleague("lead")).get(f"{CASES}/roles/"))
    assert person.public_id in text
    assert "enforcement.handle_child_safety" in text


def test_an_old_role_is_brought_up_to_date_and_loses_what_it_has_no_more() -> None:
    person = cast.adult()
    staff.appoint_vendor(person)
    group = Group.objects.get(name=staff.VENDORS)
    group.permissions.set(Permission.objects.filter(codename="handle_impersonation"))
    staff.bring_up_to_date()
    assert group.permissions.get().codename == "handle_case"


def read(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub("<[^>]*>", " ", answer.content.decode())

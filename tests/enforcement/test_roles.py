"""Who of staff opens which page of this room (E37): each role against each address."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from config import staff
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Case
from enforcement.policies import OF_QUEUE
from enforcement.reasons import Queue
from enforcement.services.claiming import claim, claim_next, release
from enforcement.services.deciding import decide, overturn
from enforcement.services.proposing import propose
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from lib.errors import DomainError
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
    "decision/": HANDLE,
    "proposal/": HANDLE,
    "appeal/": HANDLE,
    "qualitysample/": HANDLE - {"child safety"},
    "measures/": {"lead", "analyst"},
    "report/": MODERATE,
    "reporter/": MODERATE,
    "contact/": MODERATE,
    "replytemplate/": HANDLE | {"policy keeper"},
    "replytemplate/new/": {"policy keeper"},
    "decision/about/<str:subject>/": MODERATE,
    "trustedflagger/": MODERATE | {"policy keeper"},
    "trustedflagger/appoint/": {"policy keeper"},
}
# Of one row of a model: where its list opens they open for whoever is shown the row, and what they
# do asks for a right of its own, which the tests of that page hold against roles.
OF_A_ROW = {
    "batch/<path:batch_id>/<str:step>/do/",
    "decision/<path:decision_id>/overturn/",
    "decision/<path:decision_id>/replace/",
    "proposal/<path:proposal_id>/answer/",
    "replytemplate/<path:template_id>/edit/",
}
# A file, of days that are asked for; tests/enforcement/test_dsa_statements.py.
FILES = {"measures/statements/"}
# Of the page of a case; tests/enforcement/desk holds them against roles.
OF_THE_PAGE = {
    "<path:case_id>/appeal/",
    "<str:case_id>/appeal/<str:appeal_id>/ask/",
    *("<path:case_id>/decide/", "<path:case_id>/reveal/", "<str:case_id>/media/<str:token>/"),
}
LIGHT = {
    *("disable_download", "disable_remix", "label_post", "limit_post"),
    *("remove_post", "restrict_age", "warn"),
}
HEAVY = (
    Wish(ActionName.STRIKE, value="minor"),
    Wish(ActionName.SUSPEND, timedelta(days=7)),
    Wish(ActionName.BAN),
    Wish(ActionName.LIMIT_GENERATION, timedelta(days=7)),
    Wish(ActionName.LIMIT_UPLOADS, timedelta(days=7)),
    Wish(ActionName.LIMIT_CAMEOS, timedelta(days=7)),
    Wish(ActionName.BANK_HASHES, value="deception", expected=0),
)
STEPS = ("next", "claim", "release", "skip", "here")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_other(role: str) -> None:
    desk = desk_of(role)
    diverted = role == "child safety"
    queue = Queue.CHILD_SAFETY if diverted else Queue.GENERAL
    case = waiting(1, queue=queue, diverted=diverted)[0]
    ids = {"<path:object_id>": str(case.pk), "<str:subject>": cast.adult().public_id}
    for path, roles in OPENS.items():
        for name, key in ids.items():
            path = path.replace(name, key)  # noqa: PLW2901 - the address of this page
        answer = desk.get(f"/admin/enforcement/{path}")
        assert answer.status_code == (200 if role in roles else 403), path


WORKS = {
    **dict.fromkeys(Queue, MODERATE),
    Queue.GENERAL: MODERATE | {"external vendor"},
    Queue.CHILD_SAFETY: {"child safety"},
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_works_on_the_cases_of_its_queues_and_no_other(role: str) -> None:
    person = colleague(role)
    desk = at_the_desk(person)
    for queue in Queue:
        case = waiting(1, queue=queue, diverted=queue == Queue.CHILD_SAFETY)[0]
        may, missing = role in WORKS[queue], 404 if role in HANDLE else 403
        pages = [desk.get(f"{CASES}/{case.public_id}/decide/")]
        pages.append(desk.post(f"{CASES}/{case.public_id}/claim/"))
        want = [200, 302] if may else [missing, missing]
        assert [one.status_code for one in pages] == want, queue
        held = Case.objects.get(pk=case.pk).assignments.filter(ended_at=None)
        assert held.exists() == may
        if may:
            release(case, person)
        row = claim_next(person, queue)
        assert (row is not None and row.case_id == case.pk) is may, queue
        if row is not None:
            release(case, person)


def test_a_vendor_gets_nothing_intimate_and_puts_nothing_on_a_person() -> None:
    vendor = colleague("external vendor")
    for queue in Queue:
        waiting(1, queue=queue, diverted=queue == Queue.CHILD_SAFETY, priority=90)
    case = waiting(1, priority=1)[0]
    Case.objects.filter(queue=Queue.GENERAL).exclude(pk=case.pk).update(state="decided",
        decided_at=timezone.now(), outcome="no_violation")  # fmt: skip
    row = claim_next(vendor)
    assert row is not None
    assert row.case_id == case.pk
    form = at_the_desk(vendor).get(f"{CASES}/{case.public_id}/decide/").content.decode()
    assert set(re.findall(r'name="do_([a-z_]+)"', form)) == LIGHT
    for wish in HEAVY:
        wanted = Wanted(
            SubjectKind.POST, case.subject_id, ("hate_speech",), "It hates.", (wish,),
            case_id=case.pk,
        )  # fmt: skip
        for door in (decide, propose):
            with pytest.raises(DomainError, match="permission_denied"):
                door(wanted=wanted, by=vendor)
    light = replace(wanted, wishes=(Wish(ActionName.WARN),))
    person = replace(light, kind=SubjectKind.PROFILE, key=cast.adult().pk, case_id=None)
    with pytest.raises(DomainError, match="permission_denied"):
        decide(wanted=person, by=vendor)
    made = decide(wanted=light, by=vendor)
    lead = colleague("lead")
    heavy = decide(wanted=replace(wanted, wishes=(HEAVY[0],), supersedes=made.pk), by=lead)
    with pytest.raises(DomainError, match="permission_denied"):
        overturn(decision=heavy, statement="Enough.", by=vendor)


def test_what_becomes_intimate_leaves_a_vendor() -> None:
    vendor = colleague("external vendor")
    case = waiting(1)[0]
    claim(case, vendor)
    Case.objects.filter(pk=case.pk).update(queue=Queue.INTIMATE)
    assert claim_next(vendor) is None
    assert at_the_desk(vendor).get(f"{CASES}/{case.pk}/change/").status_code != 200
    row = claim_next(colleague("moderator"))
    assert row is not None
    assert row.case_id == case.pk


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


def test_the_table_speaks_of_every_page_of_the_room() -> None:
    brought = {"add/", "autocomplete/", "<path:object_id>/", "<path:object_id>/delete/",
               "<path:object_id>/change/", "<path:object_id>/history/"}  # fmt: skip
    there = set()
    for model, page in admin.site._registry.items():
        if model._meta.app_label != "enforcement" or model is Case:
            continue
        mine = {str(one.pattern) for one in page.get_urls() if one.name != "audit_reason"}
        own = {one for one in mine if not one or re.match("[a-z<]", one)} - brought
        there |= {f"{model._meta.model_name}/{one}" for one in own}
    assert there == {one for one in OPENS if not one.startswith("case/")} | OF_A_ROW | FILES


def test_every_role_is_in_the_table_of_roles() -> None:
    staff.bring_up_to_date()
    text = read(at_the_desk(colleague("lead")).get(f"{CASES}/roles/"))
    for name in staff.ROLES:
        assert name in text
    given = {name: set(rights) for name, rights in staff.ROLES.items()}
    assert given[staff.VENDORS] == {"enforcement.handle_case"}
    assert given[staff.ANALYSTS] == {"enforcement.see_measures"}
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
    for right in OF_QUEUE.values():
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

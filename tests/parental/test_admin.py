"""The pages of staff: reasons first, every look a row, changes through services."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.models import User
from audit.models import AuditEvent
from config.staff import appoint_moderator
from parental.models import AlertException, GuardianLink, SafetyAlert, SafetyCase
from parental.services.safety import leave
from parental.states import EndReason
from tests import cast
from tests.parental.families import PHONE, asked, linked, set_control
from tests.staff import at_the_desk


def page(model: str, tail: str = "") -> str:
    return f"/admin/parental/{model}/{tail}"


def act(client: Client, model: str, action: str, key: Any) -> Any:
    return client.post(page(model), {"action": action, "_selected_action": [str(key)]}, follow=True)


@pytest.fixture
def officer(db: None) -> User:
    person = cast.moderator()
    appoint_moderator(person)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def desk(officer: User) -> Client:
    return at_the_desk(officer)


def test_a_links_page_shows_its_history_and_is_recorded(
    desk: Client, link: GuardianLink, officer: User
) -> None:
    from accounts.safeguards import Limit

    set_control(link, Limit.DAILY_MINUTES, 30)
    shown = desk.get(page("guardianlink", f"{link.pk}/change/")).content.decode()
    assert "daily_minutes" in shown
    assert "new_account" in shown
    rows = AuditEvent.objects.filter(action="audit.staff.opened", target=link.public_id)
    assert [row.actor for row in rows] == [officer.public_id]
    assert desk.get(page("familyentry")).status_code == 200


def test_the_list_of_links_is_narrowed_to_the_odd_ones(desk: Client, teen: User) -> None:
    def listed(query: str) -> set[str]:
        shown = desk.get(page("guardianlink", query)).content.decode()
        return {one.public_id for one in GuardianLink.objects.all() if one.public_id in shown}

    plain, own_phone = linked(teen), asked(cast.teen(), cast.guardian(), device=PHONE)
    old = asked(cast.teen(), cast.guardian())
    User.objects.filter(pk=old.guardian_id).update(joined_at=now() - timedelta(days=30))
    kept = asked(cast.teen(), User.objects.get(pk=old.guardian_id))
    assert listed("") == {one.public_id for one in (plain, own_phone, old, kept)}
    assert listed("?odd=any") == {one.public_id for one in (plain, own_phone, old)}
    assert listed("?odd=same_device") == {own_phone.public_id}
    assert listed("?odd=many_links") == set()
    assert listed("?odd=any&state=active") == {plain.public_id}


def test_staff_end_a_link_with_the_right_to(
    desk: Client, link: GuardianLink, moderator: User
) -> None:
    other = at_the_desk(moderator)
    act(other, "guardianlink", "end_chosen", link.pk)
    link.refresh_from_db()
    assert link.state == "active"
    act(desk, "guardianlink", "end_chosen", link.pk)
    link.refresh_from_db()
    assert (link.state, link.end_reason) == ("ended", "staff")


def test_fear_stands_before_strangers_and_is_not_for_all_staff(
    desk: Client, moderator: User, teen: User
) -> None:
    stranger, feared = linked(teen), linked(teen)
    leave(link=stranger, by=teen, said=EndReason.UNKNOWN_PERSON)
    leave(link=feared, by=teen, said=EndReason.NOT_SAFE)
    cases = {case.said: case.public_id for case in SafetyCase.objects.all()}
    shown = desk.get(page("safetycase")).content.decode()
    assert shown.index(cases["not_safe"]) < shown.index(cases["unknown_person"])
    assert at_the_desk(moderator).get(page("safetycase")).status_code == 403


def test_a_case_is_taken_before_it_is_closed(desk: Client, link: GuardianLink) -> None:
    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    case = SafetyCase.objects.get()
    act(desk, "safetycase", "close_supported", case.pk)
    case.refresh_from_db()
    assert case.state == "open"
    for action, state in (("take_chosen", "taken"), ("close_supported", "closed")):
        act(desk, "safetycase", action, case.pk)
        case.refresh_from_db()
        assert case.state == state
    assert case.outcome == "teen_supported"


def test_an_alert_is_proposed_by_one_and_confirmed_by_another(
    desk: Client, link: GuardianLink, officer: User
) -> None:
    form = {"teen": link.teen.public_id, "code": "danger", "case": ""}
    assert desk.post(page("safetyalert", "add/"), form).status_code == 200
    assert not SafetyAlert.objects.exists(), "without having looked nobody proposes"
    assert desk.get(page("safetyalert", "add/")).status_code == 200
    assert desk.post(page("safetyalert", "add/"), {**form, "looked": "on"}).status_code == 302
    alert = SafetyAlert.objects.get()
    act(desk, "safetyalert", "confirm_chosen", alert.pk)
    alert.refresh_from_db()
    assert alert.state == "proposed"

    other = cast.moderator()
    appoint_moderator(other)
    second = at_the_desk(other)
    assert link.public_id in second.get(page("safetyalert", f"{alert.pk}/change/")).content.decode()
    act(second, "safetyalert", "confirm_chosen", alert.pk)
    alert.refresh_from_db()
    assert (alert.state, alert.told) == ("sent", 1)


def test_a_guardian_is_put_on_the_list_of_exceptions(desk: Client, link: GuardianLink) -> None:
    form = {
        "teen": link.teen.public_id, "guardian": link.guardian.public_id, "code": "unsafe_home",
    }  # fmt: skip
    wrong = {**form, "teen": "usr_nobody"}
    assert "Nobody has this id" in desk.post(page("alertexception", "add/"), wrong).content.decode()
    assert desk.post(page("alertexception", "add/"), form).status_code == 302
    assert AlertException.objects.get().guardian_id == link.guardian_id
    assert desk.get(page("alertexception")).status_code == 200


def test_other_staff_propose_nothing(moderator: User, link: GuardianLink) -> None:
    client = at_the_desk(moderator)
    for model in ("safetyalert", "alertexception"):
        assert client.get(page(model, "add/")).status_code == 403
        assert client.get(page(model)).status_code == 403

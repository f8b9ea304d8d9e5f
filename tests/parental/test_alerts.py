"""Safety alerts: two people, codes alone, exceptions, and never a machine."""

import ast
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from time_machine import travel

from accounts.models import User
from config.staff import appoint_moderator
from lib.errors import DomainError
from parental.models import FamilyNotice, GuardianLink, SafetyAlert
from parental.services import alerting
from parental.services.safety import leave
from parental.states import AlertCode, EndReason, ExceptionCode
from tests import cast
from tests.architecture.sources import ROOMS, ROOT, python_files
from tests.client import Api
from tests.parental.families import linked
from tests.parental.test_ending import birthday_of


def officer() -> User:
    person = cast.moderator()
    appoint_moderator(person)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def proposed(link: GuardianLink) -> SafetyAlert:
    return alerting.propose(teen=link.teen, code=AlertCode.SELF_HARM, by=officer())


def told(kind: str) -> set[Any]:
    return set(FamilyNotice.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_nothing_leaves_before_a_second_person_looked(
    link: GuardianLink, proposed: SafetyAlert, deliver: Callable[[], int], api: Api
) -> None:
    assert told("family.safety_alert") == set()
    proposer = User.objects.get(pk=proposed.proposed_by)
    with pytest.raises(DomainError, match="permission_denied"):
        alerting.confirm(alert=proposed, by=proposer)
    assert told("family.safety_alert") == set()

    alerting.confirm(alert=proposed, by=officer())

    assert (proposed.state, proposed.told) == ("sent", 1)
    deliver()
    (event,) = [
        one for one in api.get("/me/events", as_=link.guardian).json()["results"]
        if one["type"] == "family.safety_alert"
    ]  # fmt: skip
    assert event["data"] == {"link": link.public_id, "code": "self_harm"}
    texts = [f"{one.subject}{one.body}" for one in mail.outbox]
    assert any("worried about a teen" in text for text in texts)
    assert any("told your guardian" in text for text in texts)
    for text in texts:
        assert "self" not in text.lower().replace("yourself", "")
        assert not [name for name in (link.teen.handle, link.guardian.handle) if name in text]


def test_the_database_holds_that_two_people_looked(proposed: SafetyAlert) -> None:
    for change in (
        {"decided_by": proposed.proposed_by, "decided_at": proposed.proposed_at},
        {"state": "sent"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SafetyAlert.objects.filter(pk=proposed.pk).update(**change)


def test_whoever_may_not_proposes_and_confirms_nothing(
    link: GuardianLink, proposed: SafetyAlert, moderator: User, stranger: User
) -> None:
    for person in (moderator, stranger, link.guardian):
        with pytest.raises(DomainError, match="permission_denied"):
            alerting.propose(teen=link.teen, code=AlertCode.DANGER, by=person)
        with pytest.raises(DomainError, match="permission_denied"):
            alerting.confirm(alert=proposed, by=person)
    assert SafetyAlert.objects.count() == 1


def test_declined_tells_nobody(proposed: SafetyAlert) -> None:
    alerting.decline(alert=proposed, by=officer())
    assert told("family.safety_alert") | told("family.guardians_alerted") == set()
    with pytest.raises(DomainError, match="stale_state"):
        alerting.confirm(alert=proposed, by=officer())


def fled(link: GuardianLink) -> None:
    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)


def excepted(link: GuardianLink) -> None:
    alerting.except_guardian(
        teen=link.teen, guardian=link.guardian, code=ExceptionCode.UNSAFE_HOME, by=officer()
    )


@pytest.mark.parametrize("leave_out", [fled, excepted])
def test_a_guardian_who_may_be_the_danger_hears_nothing(
    teen: User, leave_out: Callable[[GuardianLink], None]
) -> None:
    feared, other = linked(teen), linked(teen)
    leave_out(feared)
    alert = alerting.propose(teen=teen, code=AlertCode.VIOLENCE, by=officer())
    alerting.confirm(alert=alert, by=officer())
    assert told("family.safety_alert") == {other.guardian_id}


def test_where_nobody_is_left_nothing_is_sent(link: GuardianLink, proposed: SafetyAlert) -> None:
    excepted(link)
    alerting.confirm(alert=proposed, by=officer())
    assert (proposed.state, proposed.told) == ("withheld", 0)
    assert told("family.safety_alert") | told("family.guardians_alerted") == set()


def test_only_pages_of_staff_know_the_way_to_an_alert() -> None:
    """R7: no detector, handler, task or API proposes or confirms."""
    users = {
        str(path.relative_to(ROOT))
        for path in python_files(*ROOMS, "config")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom | ast.Import)
        and ("alerting" in ast.unparse(node) or "SafetyAlert" in ast.unparse(node))
    }
    assert users == {
        *("parental/admin/__init__.py", "parental/admin/safety.py", "parental/models/__init__.py"),
        *("parental/services/alerting.py", "parental/surfaces.py", "parental/retention.py"),
        "parental/exporting.py",
    }
    events = {
        str(path.relative_to(ROOT))
        for path in python_files(*ROOMS, "config")
        if "family.safety_alert" in path.read_text()
    }
    assert events == {
        *("parental/event_types.py", "parental/services/alerting.py", "parental/notice_texts.py"),
    }


def test_of_somebody_who_came_of_age_between_the_two_looks_nobody_is_told(
    link: GuardianLink, proposed: SafetyAlert
) -> None:
    with travel(birthday_of(link.teen), tick=True):
        alerting.confirm(alert=proposed, by=officer())
    assert (proposed.state, proposed.told) == ("withheld", 0)
    assert told("family.safety_alert") | told("family.guardians_alerted") == set()
    link.refresh_from_db()
    assert link.state == "active", "the sweep had not come yet"

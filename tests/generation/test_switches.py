"""Stop switches: staff can end new work at once, and begin it again."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from audit.models import AuditEvent
from generation.models import StopSwitch
from generation.services import switches
from lib.errors import DomainError
from tests.client import Api, code_of
from tests.generation.studio import WISH, submitted


@pytest.fixture
def operator(moderator: Any) -> Any:
    verbs = ("add_stopswitch", "delete_stopswitch")
    moderator.user_permissions.set(Permission.objects.filter(codename__in=verbs))
    return User.objects.get(pk=moderator.pk)


@pytest.mark.parametrize("engine", ["*", "sketch"])
def test_while_it_is_engaged_nothing_new_is_taken(
    api: Api, creator: Any, operator: Any, engine: str
) -> None:
    under_way = submitted(creator)
    switches.engage(by=operator, reason="incident", engine=engine)
    answer = api.post("/generations", WISH, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_disabled")
    assert int(answer["Retry-After"]) > 0
    assert api.get(f"/generations/{under_way.public_id}", as_=creator).status_code == 200
    switches.release(by=operator, engine=engine)
    assert api.post("/generations", WISH, as_=creator, key="k").status_code == 202


def test_a_switch_of_another_engine_stops_nothing(api: Api, creator: Any, operator: Any) -> None:
    switches.engage(by=operator, reason="incident", engine="another")
    assert api.post("/generations", WISH, as_=creator, key="k").status_code == 202


def test_both_are_audited_and_engaging_twice_is_engaging_once(operator: Any) -> None:
    switches.engage(by=operator, reason="incident")
    switches.engage(by=operator, reason="again")
    switches.release(by=operator)
    switches.release(by=operator)
    audited = AuditEvent.objects.filter(action__startswith="generation.switch").order_by("pk")
    assert [row.action for row in audited] == [
        "generation.switch.engaged",
        "generation.switch.released",
    ]


def test_it_is_for_those_with_the_permission(creator: Any, moderator: Any, operator: Any) -> None:
    for person in (creator, User.objects.get(pk=creator.pk)):
        with pytest.raises(DomainError, match="permission_denied"):
            switches.engage(by=person, reason="mischief")
    switches.engage(by=operator, reason="incident")
    with pytest.raises(DomainError, match="permission_denied"):
        switches.release(by=creator)
    assert StopSwitch.objects.count() == 1

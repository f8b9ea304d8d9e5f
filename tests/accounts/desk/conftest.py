from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from config import staff
from tests import cast
from tests.staff import at_the_desk

ROLES: dict[str, Callable[[User], None]] = {
    "support": staff.appoint_support,
    "moderator": staff.appoint_moderator,
    "lead": staff.appoint_lead,
    "policy keeper": staff.appoint_policy_keeper,
    "child safety": staff.appoint_child_safety,
    "analyst": staff.appoint_analyst,
    "external vendor": staff.appoint_vendor,
}


def colleague(role: str) -> User:
    """Somebody of this role and no other."""
    person = cast.creator()
    ROLES[role](person)
    return User.objects.get(pk=person.pk)


def desk_of(role: str) -> Client:
    """Their browser, a reason stated."""
    return at_the_desk(colleague(role))


@pytest.fixture
def lead(db: None) -> User:
    return colleague("lead")

"""Staff turn attestations on and off on a page that asks why."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from cameos.attestations.switching import SWITCH
from cameos.models import AttestationSwitch
from tests.staff import at_the_desk

PAGE = "/admin/cameos/attestationswitch/"


@pytest.fixture
def watcher(moderator: Any) -> Client:
    """Staff who may look and no more."""
    looking = Permission.objects.filter(codename="view_attestationswitch")
    moderator.user_permissions.set(looking)
    return at_the_desk(moderator)


def test_it_is_turned_on_with_a_reason_and_off_again(operator: Any) -> None:
    User.objects.filter(pk=operator.pk).update(is_superuser=True)
    staff = at_the_desk(operator)
    assert staff.post(f"{PAGE}add/", {"reason": ""}).status_code == 200
    assert not SWITCH.is_on(), "not without a reason"
    staff.post(f"{PAGE}add/", {"reason": "counsel agreed"})
    switch = AttestationSwitch.objects.get()
    assert (switch.reason, switch.turned_on_by) == ("counsel agreed", operator.public_id)
    staff.post(f"{PAGE}{switch.pk}/delete/", {"post": "yes"})
    assert not SWITCH.is_on()
    actions = AuditEvent.objects.filter(action__startswith="cameos.attestations")
    assert actions.count() == 2


def test_whoever_may_only_look_does_nothing(watcher: Client) -> None:
    assert watcher.get(PAGE).status_code == 200
    assert watcher.post(f"{PAGE}add/", {"reason": "mischief"}).status_code == 403
    assert not SWITCH.is_on()

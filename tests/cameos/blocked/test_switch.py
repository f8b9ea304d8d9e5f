"""An operator's option: off until somebody says on which basis, and never a way to unprotect."""

import pytest

from audit.models import AuditEvent
from cameos.blocked.switching import SWITCH
from cameos.models import BlockedSwitch
from lib.errors import DomainError
from tests.cameos.blocked.conftest import Desk, staff


def test_it_is_off_until_somebody_says_on_which_basis(switched_off: Desk) -> None:
    assert not SWITCH.is_on()
    with pytest.raises(DomainError) as refused:
        SWITCH.turn_on(by=switched_off.one, why="  ")
    assert refused.value.code == "required"
    SWITCH.turn_on(by=switched_off.one, why="counsel's note of May")
    SWITCH.turn_on(by=switched_off.other, why="another")
    switch = BlockedSwitch.objects.get()
    assert (switch.basis, switch.turned_on_by) == (
        "counsel's note of May", switched_off.one.public_id,
    )  # fmt: skip
    SWITCH.turn_off(by=switched_off.one)
    SWITCH.turn_off(by=switched_off.one)
    assert not SWITCH.is_on()
    said = AuditEvent.objects.filter(action__startswith="cameos.blocked_gallery")
    assert sorted(said.values_list("action", flat=True)) == [
        "cameos.blocked_gallery.turned_off", "cameos.blocked_gallery.turned_on",
    ]  # fmt: skip


def test_whoever_has_no_right_switches_nothing(desk: Desk) -> None:
    who = staff("propose_blockedlikeness", "confirm_blockedlikeness")
    with pytest.raises(DomainError) as refused:
        SWITCH.turn_off(by=who)
    assert refused.value.code == "permission_denied"
    SWITCH.turn_off(by=desk.one)
    with pytest.raises(DomainError) as refused:
        SWITCH.turn_on(by=who, why="mine")
    assert refused.value.code == "permission_denied"
    assert not SWITCH.is_on()

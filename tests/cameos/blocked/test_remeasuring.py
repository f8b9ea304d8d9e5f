"""Of somebody blocked nothing is kept that a new model could measure: staff ask for portraits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from cameos.enrolment.states import HoldReason
from cameos.identity.searching import compares_everybody
from cameos.models import BlockedLikeness, CameoKey
from cameos.remeasuring.alike import hold_newer
from cameos.remeasuring.measuring import Result, remeasure
from cameos.remeasuring.owing import owed, remeasure_owed
from cameos.services.holds import approve, reasons_of
from cameos.vault.gallery import Found
from inbox.models import Event
from lib.errors import DomainError
from lib.faces.base import Thresholds
from lib.faces.presentation import AttackAnswer
from tests import roles
from tests.cameos.blocked.conftest import Deliver, Desk
from tests.cameos.blocked.kinds import FACE, MARK, OTHER, GreyKind
from tests.cameos.enrolment.conftest import Sight, app_of, sight
from tests.cameos.enrolment.steps import App, enrolled
from tests.cameos.enrolment.test_holds import NewApp, reviewer

__all__ = ["app_of", "sight"]

NEWER = replace(MARK, version="2")


@pytest.fixture
def key(desk: Desk, kind: GreyKind) -> UUID:
    row = desk.protect()
    with roles.acting_as("likeness"):
        return CameoKey.objects.get(blocked=row).pk


def test_nobody_measures_them_again_and_no_film_is_cleared(kind: GreyKind, key: UUID) -> None:
    kind.mark = NEWER
    with roles.acting_as("likeness"):
        assert list(owed(NEWER)) == []
        assert not remeasure_owed(kind)
        assert remeasure(key, kind) is Result.LEFT
        assert not compares_everybody(Found([], 0, 0), NEWER)


def test_nobody_is_held_for_two_who_are_blocked(desk: Desk, kind: GreyKind, key: UUID) -> None:
    desk.protect(FACE + 5)
    with roles.acting_as("likeness"):
        found = hold_newer(kind)
    assert (found.pairs, found.held) == (1, 0)


@pytest.fixture
def other(app_of: NewApp, stranger: Any, sight: Sight, deliver: Deliver) -> Callable[[], App]:
    """`other()`: somebody is enrolled of whom nobody has a doubt."""

    def enrol() -> App:
        sight.face, sight.attack = (FACE + OTHER) / 100, AttackAnswer.BONA_FIDE
        return enrolled(app_of(stranger), deliver)

    return enrol


def compare(kind: GreyKind, match: float, grey: float) -> tuple[int, int]:
    kind.thresholds = Thresholds(match, grey, "moved")
    with roles.acting_as("likeness"):
        found = hold_newer(kind)
    return found.pairs, found.held


@pytest.mark.parametrize(
    ("limits", "reason"),
    [((1.2, 1.3), HoldReason.DUPLICATE), ((0.6, 1.3), HoldReason.NEARLY_DUPLICATE)],
)
def test_who_is_like_somebody_blocked_by_todays_threshold_waits_and_nobody_is_told(
    desk: Desk, kind: GreyKind, key: UUID, other: Callable[[], App],
    limits: tuple[float, float], reason: HoldReason,
) -> None:  # fmt: skip
    app = other()
    assert compare(kind, *limits) == (1, 1)
    assert app.cameo()["status"] == "verification_pending"
    assert reasons_of(app.row) == [reason, HoldReason.BLOCKED_PERSON]
    assert not Event.objects.filter(type="cameo.look_alike").exists()
    with pytest.raises(DomainError, match="permission_denied"):
        approve(enrolment=app.row, by=reviewer())


def test_who_was_enrolled_first_waits_for_a_certainty_alone_and_two_may_decide(
    desk: Desk, kind: GreyKind, other: Callable[[], App]
) -> None:
    app = other()
    desk.protect()
    assert compare(kind, 0.6, 1.3) == (1, 0)
    assert app.cameo()["status"] == "active"
    assert compare(kind, 1.2, 1.3) == (1, 1)
    assert reasons_of(app.row) == [HoldReason.DUPLICATE, HoldReason.BLOCKED_PERSON]
    assert not approve(enrolment=app.row, by=reviewer())
    assert approve(enrolment=app.row, by=reviewer())


def test_a_protection_that_ended_meanwhile_holds_nobody(
    desk: Desk, kind: GreyKind, key: UUID, other: Callable[[], App]
) -> None:
    app = other()
    row = BlockedLikeness.objects.get()
    desk.withdraw(row)  # its key is not destroyed yet
    assert compare(kind, 1.2, 1.3) == (1, 0)
    assert app.cameo()["status"] == "active"

"""Of somebody blocked nothing is kept that a new model could measure: staff ask for portraits."""

from dataclasses import replace
from uuid import UUID

import pytest

from cameos.identity.searching import compares_everybody
from cameos.models import CameoKey
from cameos.remeasuring.alike import hold_newer
from cameos.remeasuring.measuring import Result, remeasure
from cameos.remeasuring.owing import owed, remeasure_owed
from cameos.vault.gallery import Found
from tests import roles
from tests.cameos.blocked.conftest import Desk
from tests.cameos.blocked.kinds import FACE, MARK, GreyKind

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

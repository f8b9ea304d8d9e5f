"""What an owner permits less ends what runs, for whoever may no more and for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cameos.capabilities.ending import raise_epoch
from cameos.ledger.facts import ConsentKind
from cameos.models import Cameo, CameoGrant, Capability, ConsentEntry
from cameos.revoking.counting import films_of
from cameos.services.granting import Bounds, expire_grants, grant
from cameos.services.pausing import pause
from cameos.services.permitting import change_permission, decay_everyone
from lib.errors import NotFound
from tests import cast
from tests.cameos.capabilities.using import attempt, issue
from tests.cameos.permissions.lending import SYSTEM, block, granted, lent, mutual


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator, "everyone")


def lower(cameo: Cameo, level: str) -> None:
    change_permission(cameo=cameo, by=cameo.owner, version=1, level=level)


def ended(one: Any) -> str:
    one.capability.refresh_from_db()
    return str(one.capability.ended_for)


def test_a_lowered_level_ends_the_videos_of_whoever_may_no_more(
    cameo: Cameo, creator: Any, friend: Any, stranger: Any
) -> None:
    approved, once = cast.adult(), cast.adult()
    mutual(creator, friend)
    granted(cameo, approved)
    granted(cameo, once, once=True)
    made = {who.pk: issue(cameo, to=who)[0] for who in (creator, friend, stranger, approved, once)}
    lower(cameo, "mutuals")
    assert ended(made[stranger.pk]) == "narrowed"
    for who in (creator, friend, approved, once):
        assert ended(made[who.pk]) == "", who.handle
        attempt(made[who.pk])
    said = ConsentEntry.objects.filter(cameo_id=cameo.pk, kind=ConsentKind.CAPABILITY_WITHDRAWN)
    assert said.count() == 1


@pytest.mark.parametrize("over", ["gone_at", "expires_at"])
@pytest.mark.parametrize("how", ["narrowed", "paused", "revoked"])
def test_what_runs_no_more_is_neither_ended_nor_counted(
    over: str, how: str, cameo: Cameo, stranger: Any
) -> None:
    done, other = (issue(cameo, to=stranger)[0] for _ in range(2))
    Capability.objects.filter(pk=done.capability.pk).update(**{over: timezone.now()})
    assert films_of(cameo).running == 1
    if how == "narrowed":
        lower(cameo, "mutuals")
    elif how == "paused":
        pause(cameo=cameo, by=cameo.owner)
    else:
        raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")
    assert (ended(done), bool(ended(other))) == ("", True)


def test_nobody_is_severed_for_what_runs_no_more(cameo: Cameo, stranger: Any) -> None:
    done = issue(cameo, to=stranger)[0]
    Capability.objects.filter(pk=done.capability.pk).update(gone_at=timezone.now())
    lower(cameo, "mutuals")
    said = ConsentEntry.objects.filter(cameo_id=cameo.pk, kind=ConsentKind.CAPABILITY_WITHDRAWN)
    assert not said.exists()


def test_a_level_that_is_raised_ends_nothing(cameo: Cameo, stranger: Any) -> None:
    one = issue(cameo, to=stranger)[0]
    lower(cameo, "everyone")
    assert ended(one) == ""


def test_whoever_may_go_on_with_another_video_keeps_it(cameo: Cameo, stranger: Any) -> None:
    """The worker's own check ends the one that rests on the level alone."""
    by_level = issue(cameo, to=stranger)[0]
    granted(cameo, stranger, once=True)
    by_grant = issue(cameo, to=stranger)[0]
    lower(cameo, "approved")
    assert (ended(by_level), ended(by_grant)) == ("", "")


def test_everyone_that_runs_out_ends_them_too(cameo: Cameo, stranger: Any) -> None:
    one = issue(cameo, to=stranger, deadline=timezone.now() + timedelta(days=200))[0]
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert decay_everyone() == 1
    assert ended(one) == "narrowed"


@pytest.mark.parametrize("keeper", [decay_everyone, expire_grants])
def test_the_clock_locks_the_cameo_before_anything_of_it(
    cameo: Cameo, friend: Any, keeper: Any
) -> None:
    """As everybody does: else a use that holds the cameo and the clock wait for each other."""
    granted(cameo, friend, until=timezone.now() + timedelta(days=1))
    with (
        time_machine.travel(timezone.now() + timedelta(days=40)),
        CaptureQueriesContext(connection) as asked,
    ):
        assert keeper() == 1
    locks = [one["sql"] for one in asked.captured_queries if "FOR UPDATE" in one["sql"]]
    assert 'FROM "cameos_cameo"' in locks[0]
    assert not any("FOR UPDATE" in sql and 'FROM "cameos_cameo"' not in sql for sql in locks)


@pytest.mark.parametrize("whose", ["owner", "other"])
def test_a_block_that_came_first_leaves_no_grant(cameo: Cameo, friend: Any, whose: str) -> None:
    """The owner's app found the person before the block; a later unblock must not bring it back."""
    pair = (cameo.owner, friend) if whose == "owner" else (friend, cameo.owner)
    block(*pair)
    with pytest.raises(NotFound):
        grant(cameo=cameo, to=friend, by=cameo.owner, bounds=Bounds())
    assert not CameoGrant.objects.exists()

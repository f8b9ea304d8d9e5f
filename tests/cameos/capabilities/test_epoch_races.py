"""Withdrawing against using, on two connections, in both orders: never something in between."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cameos.capabilities.ending import raise_epoch
from cameos.capabilities.issuing import Issued, UseRefused, authorize
from cameos.capabilities.tokens import CapabilityRefused
from cameos.capabilities.using import checked
from cameos.models import Cameo, Capability
from cameos.services.pausing import pause
from tests import cast
from tests.cameos.capabilities.using import issue, new_job, words
from tests.cameos.permissions.lending import SYSTEM, granted, lent

pytestmark = pytest.mark.usefixtures("committing")
PATIENCE = 60  # seconds until a test gives up; nothing waits for it that does not hang


class Other(threading.Thread):
    """Another connection that does one thing; `outcome` is what it returned or raised."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.outcome: Any = None
        self.pid = 0
        self.ready = threading.Event()

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.ready.set()
            with transaction.atomic():
                self.outcome = self.work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.outcome = error
        finally:
            self.ready.set()
            connection.close()


@contextmanager
def meanwhile(work: Callable[[], Any]) -> Iterator[Other]:
    """Start `work` and go on once it waits for a lock of this connection; then let go of it."""
    other = Other(work)
    with transaction.atomic():
        yield other
        other.start()
        assert other.ready.wait(PATIENCE)
        _until_blocked(other)
    other.join(PATIENCE)
    assert not other.is_alive()


def _until_blocked(other: Other) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and other.is_alive():
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [other.pid])
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError(f"it did not wait: {other.outcome!r}")


def lent_and_issued() -> tuple[Cameo, Issued, Any]:
    cameo, friend = lent(cast.creator()), cast.friend()
    return cameo, issue(cameo, to=friend)[0], friend


def use(one: Issued) -> Capability:
    return checked(one.token, job=one.capability.job)


def test_a_withdrawal_waits_for_a_use_and_the_next_use_finds_it() -> None:
    cameo, one, _ = lent_and_issued()
    with meanwhile(lambda: raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")) as withdrawal:
        assert use(one).epoch == 1
    assert withdrawal.outcome.epoch == 2
    with pytest.raises(CapabilityRefused), transaction.atomic():
        use(one)


def test_a_use_waits_for_a_withdrawal_and_finds_it() -> None:
    cameo, one, _ = lent_and_issued()
    with meanwhile(lambda: use(one)) as late:
        raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")
    assert isinstance(late.outcome, CapabilityRefused), late.outcome


def test_a_use_does_not_wait_for_a_use() -> None:
    _, one, _ = lent_and_issued()
    other = Other(lambda: use(one))
    with transaction.atomic():
        use(one)
        other.start()
        other.join(PATIENCE)
        assert other.outcome.pk == one.capability.pk


def asking(cameo: Cameo, friend: Any) -> list[Issued]:
    return authorize(
        subjects=[cameo.pk], requester=friend, words=words(), job=new_job(),
        deadline=timezone.now() + timedelta(hours=1),
    )  # fmt: skip


def test_a_submit_waits_for_a_pause_and_is_refused() -> None:
    cameo, _, friend = lent_and_issued()
    with meanwhile(lambda: asking(cameo, friend)) as late:
        pause(cameo=cameo, by=cameo.owner)
    assert isinstance(late.outcome, UseRefused), late.outcome


def test_a_pause_waits_for_a_submit_and_ends_what_it_allowed() -> None:
    cameo, _, friend = lent_and_issued()
    with meanwhile(lambda: pause(cameo=cameo, by=cameo.owner)) as brake:
        issued = asking(cameo, friend)
    assert brake.outcome.paused_at is not None
    assert Capability.objects.get(pk=issued[0].capability.pk).ended_for == "paused"


def test_of_two_submits_under_one_grant_for_once_one_is_allowed() -> None:
    cameo, friend = lent(cast.creator(), "approved"), cast.friend()
    granted(cameo, friend, once=True)
    with meanwhile(lambda: asking(cameo, friend)) as second:
        assert len(asking(cameo, friend)) == 1
    assert isinstance(second.outcome, UseRefused), second.outcome
    assert Capability.objects.count() == 1

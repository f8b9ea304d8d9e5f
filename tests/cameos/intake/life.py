"""What holds for every file that somebody sends in."""

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cameos.intake.limits import LEASE, LEFT_OVER_AFTER, MOST_ATTEMPTS
from tests import roles
from tests.cameos.intake.steps import Sender, put
from tests.client import code_of


def so_many_and_no_more(
    sender: Sender,
    limits: ModuleType,
    most: str,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At once, and in a day; what was removed counts for the day alone."""
    monkeypatch.setattr(limits, most, 2)
    first, _second = sender.begin().json(), sender.begin().json()
    assert code_of(sender.begin()) == code
    assert sender.remove(first["id"]).status_code == 204
    assert sender.begin().status_code == 201
    monkeypatch.setattr(limits, "PER_DAY", 3)
    monkeypatch.setattr(limits, most, 20)
    again = sender.begin()
    assert code_of(again) == code
    assert int(again.headers["Retry-After"]) > 0


def sent_in_once(sender: Sender, rows: QuerySet[Any]) -> None:
    """In time, and with something there."""
    begun = sender.begin().json()
    assert code_of(sender.submit(begun["id"])) == "recording_missing"
    assert put(begun["upload"], b"x").status_code == 200
    rows.update(expires_at=timezone.now())
    assert code_of(sender.submit(begun["id"])) == "gone"
    made = sender.send()
    assert code_of(sender.submit(made)) == "already_finished"


def removed_meanwhile(sender: Sender, looking: ModuleType, monkeypatch: pytest.MonkeyPatch) -> str:
    """Its owner removes it between what a worker finds and what the worker writes down."""
    made = sender.send()
    real = looking.prepared

    def prepared(row: Any) -> Any:
        found = real(row)
        with roles.acting_as("web"):
            assert sender.remove(made).status_code == 204
        return found

    monkeypatch.setattr(looking, "prepared", prepared)
    sender.deliver()
    return made


def given_up(sender: Sender, rows: QuerySet[Any]) -> str:
    """Whoever kills its worker each time: nobody looks again. Returns its id."""
    made = sender.send()
    rows.update(attempts=MOST_ATTEMPTS)
    sender.deliver()
    return made


def taken_by_another(
    sender: Sender, rows: QuerySet[Any], looking: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Its lease ran out while a worker looked, and another has it. Returns its id."""
    made = sender.send()
    real = looking.prepared

    def prepared(row: Any) -> Any:
        found = real(row)
        rows.update(leased_until=timezone.now() + LEASE, attempts=2)
        return found

    monkeypatch.setattr(looking, "prepared", prepared)
    sender.deliver()
    return made


def swept(prefix: str, sweep: Callable[[], None]) -> tuple[bool, bool]:
    """Whether a sweep leaves a file that no row names, an old one and a fresh one."""
    folder = Path(settings.MEDIA_DIR) / prefix
    folder.mkdir(parents=True, exist_ok=True)
    old, fresh = folder / "old.png", folder / "fresh.png"
    for path in (old, fresh):
        path.write_bytes(b"x")
    long_ago = (timezone.now() - 2 * LEFT_OVER_AFTER).timestamp()
    os.utime(old, (long_ago, long_ago))
    with roles.acting_as("worker"):
        sweep()
    left = old.exists(), fresh.exists()
    fresh.unlink(missing_ok=True)
    return left

"""A desk with two members of staff, a gallery that is turned on, and a process that measures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from cameos.blocked.confirming import confirm
from cameos.blocked.ending import AskedBy, withdraw
from cameos.blocked.papers import PaperRelease
from cameos.blocked.proposing import propose
from cameos.blocked.states import ReleasedBy
from cameos.blocked.switching import SWITCH
from cameos.models import BlockedLikeness
from tests import cast
from tests.cameos.blocked.kinds import GreyKind, portrait

EVERYTHING = (
    *("propose_blockedlikeness", "confirm_blockedlikeness", "withdraw_blockedlikeness"),
    *("add_blockedswitch", "delete_blockedswitch", "view_blockedlikeness"),
)
Deliver = Callable[[], int]


def staff(*codenames: str) -> Any:
    person = cast.moderator()
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames or EVERYTHING))
    return User.objects.get(pk=person.pk)


def paper(**changes: Any) -> PaperRelease:
    now = timezone.now()
    whole = PaperRelease(
        by=ReleasedBy.SELF, is_minor=False, version=1, locale="en",
        at=now - timedelta(days=1), ends_on=(now + timedelta(days=300)).date(),
        legal_basis="their own release", proof_reference="2026-17", contact="a box in town",
    )  # fmt: skip
    return replace(whole, **changes)


def of_minor(**changes: Any) -> PaperRelease:
    return paper(is_minor=True, by=ReleasedBy.GUARDIAN, **changes)


class Desk:
    """`desk.protect(100)`: from the paper to a face that is measured, by the usual way."""

    def __init__(self, deliver: Deliver) -> None:
        self.deliver = deliver
        self.one, self.other = staff(), staff()

    def propose(self, *greys: int, release: PaperRelease | None = None) -> BlockedLikeness:
        portraits = [portrait(grey) for grey in greys or (100,)]
        return propose(release=release or paper(), portraits=portraits, by=self.one)

    def protect(self, *greys: int, release: PaperRelease | None = None) -> BlockedLikeness:
        row = self.propose(*greys, release=release)
        confirm(likeness=row, by=self.other)
        self.deliver()
        return self.now(row)

    def withdraw(self, row: BlockedLikeness, by: AskedBy = AskedBy.PERSON) -> BlockedLikeness:
        return withdraw(likeness=row, asked_by=by, by=self.one)

    def now(self, row: BlockedLikeness) -> BlockedLikeness:
        return BlockedLikeness.objects.get(pk=row.pk)


@pytest.fixture
def kind(vault: None, monkeypatch: pytest.MonkeyPatch) -> GreyKind:
    made = GreyKind()
    monkeypatch.setattr("lib.faces.registry.build", lambda: made)
    return made


@pytest.fixture
def switched_off(db: None, media_dir: Path, deliver: Deliver) -> Desk:
    return Desk(deliver)


@pytest.fixture
def desk(switched_off: Desk) -> Desk:
    SWITCH.turn_on(by=switched_off.one, why="counsel's note of May")
    return switched_off


def files() -> list[Path]:
    """All that lies of anybody's portraits."""
    folder = Path(configured.MEDIA_DIR) / "quarantine" / "blocked"
    return sorted(path for path in folder.rglob("*") if path.is_file())

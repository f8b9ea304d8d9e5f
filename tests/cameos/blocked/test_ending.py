"""Taken back, or over: the key first, and nothing can be opened any more."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from cameos.blocked import limits, pictures
from cameos.blocked.confirming import confirm
from cameos.blocked.ending import AskedBy
from cameos.blocked.switching import SWITCH
from cameos.models import BlockedLikeness, BlockedTransition, CameoKey, FaceTemplate
from cameos.tasks import erase_blocked, sweep_blocked
from cameos.vault import gallery
from cameos.vault.errors import VaultError
from cameos.vault.keys import open_key
from cameos.vault.sealing import open_template_into
from cameos.work.blocked_sweeping import sweep
from cameos.work.unblocking import erase
from lib.errors import DomainError
from lib.outbox.models import OutboxMessage
from tests import roles
from tests.cameos.blocked.conftest import Deliver, Desk, files, of_minor, staff
from tests.cameos.blocked.kinds import MARK, GreyKind


def swept(deliver: Deliver) -> None:
    with roles.acting_as("likeness"):
        sweep()
    deliver()


def move(row: BlockedLikeness, **past: Any) -> None:
    BlockedLikeness.objects.filter(pk=row.pk).update(**past)


@pytest.fixture
def protected(desk: Desk, kind: GreyKind) -> BlockedLikeness:
    return desk.protect()


def test_the_template_of_whoever_takes_it_back_opens_for_nobody(
    desk: Desk, protected: BlockedLikeness, deliver: Deliver
) -> None:
    """As out of a backup: the row is at hand, and the key is not."""
    with roles.acting_as("likeness"):
        stolen = FaceTemplate.objects.get(key__blocked=protected)
        buffer = memoryview(bytearray(4 * MARK.dims))
        place = {"mark": MARK, "row_id": stolen.pk}
        with open_key(stolen.key_id) as key:
            open_template_into(buffer, bytes(stolen.sealed), key=key, **place)  # type: ignore[arg-type]
    assert any(buffer)
    desk.withdraw(protected)
    deliver()
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.exists()
        assert not FaceTemplate.objects.exists()
        with pytest.raises(VaultError, match="vault_key_destroyed"):
            open_key(stolen.key_id)
    assert desk.now(protected).erased_at is not None
    assert AuditEvent.objects.filter(action="cameos.blocked.erased").count() == 1


def test_this_process_forgets_the_face_at_once(
    desk: Desk, protected: BlockedLikeness, deliver: Deliver
) -> None:
    with roles.acting_as("likeness"):
        held = gallery.gallery_of(MARK)
        held.refresh()
        assert held._loaded.cameos == [protected.pk]
    desk.withdraw(protected)
    deliver()
    assert held._loaded.count == 0


@pytest.mark.parametrize("asked_by", AskedBy)
def test_one_member_of_staff_is_enough_whoever_asks(
    desk: Desk, kind: GreyKind, deliver: Deliver, asked_by: AskedBy
) -> None:
    """Of a minor too, and by whoever recorded it."""
    row = desk.protect(release=of_minor())
    desk.withdraw(row, asked_by)
    deliver()
    assert desk.now(row).state == "withdrawn"
    last = BlockedTransition.objects.filter(subject_id=row.pk).latest("pk")
    assert (last.actor, last.reason) == (desk.one.public_id, f"taken back by {asked_by.value}")


def test_switched_off_it_can_be_taken_back_all_the_same(
    desk: Desk, protected: BlockedLikeness
) -> None:
    SWITCH.turn_off(by=desk.one)
    assert desk.withdraw(protected).state == "withdrawn"


def test_whoever_has_no_right_ends_nothing(desk: Desk, protected: BlockedLikeness) -> None:
    desk.one = staff("propose_blockedlikeness", "confirm_blockedlikeness")
    with pytest.raises(DomainError) as refused:
        desk.withdraw(protected)
    assert refused.value.code == "permission_denied"
    assert desk.now(protected).state == "measured"


def test_said_twice_it_ends_once(desk: Desk, protected: BlockedLikeness) -> None:
    desk.withdraw(protected)
    ended = desk.now(protected).ended_at
    desk.withdraw(protected)
    assert desk.now(protected).ended_at == ended
    assert BlockedTransition.objects.filter(to_state="withdrawn").count() == 1


@pytest.mark.parametrize("confirmed", [False, True])
def test_before_anything_is_measured_the_portraits_go(
    desk: Desk, kind: GreyKind, deliver: Deliver, confirmed: bool
) -> None:
    row = desk.propose()
    if confirmed:
        confirm(likeness=row, by=desk.other)
    desk.withdraw(row)
    deliver()
    assert (desk.now(row).state, files(), kind.embedded) == ("withdrawn", [], 0)


def test_at_its_end_date_it_ends_by_itself(
    desk: Desk, protected: BlockedLikeness, deliver: Deliver
) -> None:
    swept(deliver)
    assert desk.now(protected).state == "measured"
    move(protected, ends_on=timezone.now().date())
    swept(deliver)
    assert desk.now(protected).state == "ended"
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.exists()


@pytest.mark.parametrize(
    ("field", "span", "confirmed"),
    [
        ("proposed_at", limits.CONFIRMED_WITHIN, False),
        ("confirmed_at", limits.MEASURED_WITHIN, True),
    ],
)
def test_what_nobody_confirms_or_measures_ends_and_its_portraits_go(
    desk: Desk, kind: GreyKind, deliver: Deliver, field: str, span: timedelta, confirmed: bool
) -> None:
    row = desk.propose()
    if confirmed:
        confirm(likeness=row, by=desk.other)
        OutboxMessage.objects.all().delete()
    with roles.acting_as("likeness"):
        sweep()
    assert len(files()) == 1, "not before its time"
    move(row, **{field: timezone.now() - span - timedelta(minutes=1)})
    swept(deliver)
    assert (desk.now(row).state, files(), kind.embedded) == ("ended", [], 0)


def test_lost_messages_are_sent_again(desk: Desk, kind: GreyKind, deliver: Deliver) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    past = timezone.now() - timedelta(minutes=10)
    OutboxMessage.objects.all().delete()
    move(row, confirmed_at=past)
    swept(deliver)
    assert desk.now(row).state == "measured"
    desk.withdraw(row)
    OutboxMessage.objects.all().delete()
    move(row, ended_at=past)
    swept(deliver)
    assert desk.now(row).erased_at is not None


def test_killed_between_key_and_rows_the_erasure_goes_on(
    desk: Desk, protected: BlockedLikeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.withdraw(protected)

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, roles.acting_as("likeness"):
        patch.setattr("cameos.vault.recording.remove_clips", dies)
        with pytest.raises(KeyboardInterrupt):
            erase(protected.pk)
    assert desk.now(protected).erased_at is None
    with roles.acting_as("likeness"):
        erase(protected.pk)
        assert not CameoKey.objects.exists()
    assert desk.now(protected).erased_at is not None


def test_nothing_that_stands_is_erased(desk: Desk, protected: BlockedLikeness) -> None:
    with roles.acting_as("likeness"):
        erase(protected.pk)
        assert CameoKey.objects.count() == 1


def test_portraits_that_no_row_names_and_those_that_were_measured_go(
    desk: Desk, protected: BlockedLikeness, deliver: Deliver
) -> None:
    waiting = desk.propose()
    unnamed, fresh, measured = (pictures.keep(waiting.pk, [b"picture"]) for _ in range(3))
    move(protected, picture_keys=measured)
    long_ago = timezone.now().timestamp() - 7200
    for path in files():
        if str(path).endswith(unnamed[0]) or str(path).endswith(waiting.picture_keys[0]):
            os.utime(path, (long_ago, long_ago))
    swept(deliver)
    left = {path.name for path in files()}
    assert left == {key.rpartition("/")[2] for key in (*waiting.picture_keys, *fresh)}
    assert desk.now(protected).picture_keys == []


def test_how_to_reach_them_is_forgotten_some_weeks_later(
    desk: Desk, protected: BlockedLikeness, deliver: Deliver
) -> None:
    other = desk.protect(150)
    desk.withdraw(protected)
    swept(deliver)
    assert desk.now(protected).contact
    move(protected, ended_at=timezone.now() - limits.CONTACT_KEPT - timedelta(days=1))
    swept(deliver)
    assert (desk.now(protected).contact, bool(desk.now(other).contact)) == (None, True)


@pytest.mark.parametrize("actor", [erase_blocked, sweep_blocked])
def test_only_the_likeness_process_is_sent_any_of_it(actor: Any) -> None:
    assert actor.queue_name == "likeness"


def test_a_withdrawn_face_that_a_backup_brings_back_is_no_fault(
    desk: Desk, protected: BlockedLikeness, deliver: Callable[[], int]
) -> None:
    """As after an erasure: a key that is destroyed under a release that stands is one."""
    with roles.acting_as("likeness"):
        key = CameoKey.objects.get()
        row = FaceTemplate.objects.get()
    desk.withdraw(protected)
    deliver()
    with roles.acting_as("likeness"):
        key.save(force_insert=True)
        row.save(force_insert=True)
        held = gallery.gallery_of(MARK)
        held.refresh()
        assert not any(held._loaded.unreadable.values())
    BlockedLikeness.objects.filter(pk=protected.pk).update(state="measured", ended_at=None)
    with roles.acting_as("likeness"):
        CameoKey.objects.update(confirmed_at=timezone.now())  # another stamp
        held.drop()
        held.refresh()
        assert all(held._loaded.unreadable.values())

"""What a recording leaves in the vault, and that it goes when consent does, at whatever instant."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from dramatiq import MessageProxy, get_broker
from dramatiq.middleware import AgeLimit, SkipMessage

from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from cameos.models import Cameo, CameoKey, FaceTemplate, ReferenceClip
from cameos.purposes import BiometricPurpose
from cameos.services.erasing import ask_again, erase, request_erasure
from cameos.states import CameoState
from cameos.tasks import erase_cameo
from cameos.vault import keys, keystore, recording
from cameos.vault.clips import open_clip
from cameos.vault.errors import VaultError
from cameos.vault.leftovers import AFTER, remove_leftovers
from cameos.vault.recording import confirm, erase_recording, keep_recording
from cameos.vault.template import values_of
from lib.errors import StaleState
from lib.outbox.models import OutboxMessage
from lib.signed_media import signed_url
from lib.states import advance
from tests import roles
from tests.cameos.conftest import SYSTEM, template

pytestmark = pytest.mark.usefixtures("likeness")
CLIP = b"a film of a face " * 9_000


def kept(cameo: Cameo, *seeds: int, clip: bytes = CLIP) -> CameoKey:
    return keep_recording(
        cameo=cameo,
        templates=[template(seed) for seed in seeds or (1, 2)],
        clips=[io.BytesIO(clip)],
        purpose=BiometricPurpose.ENROLMENT,
        actor=SYSTEM,
    )


def files(media_dir: Path) -> list[Path]:
    return [path for path in media_dir.rglob("*") if path.is_file()]


def end(cameo: Cameo) -> None:
    """As the web does it, by its owner's wish."""
    with roles.acting_as("web"):
        request_erasure(cameo=cameo, actor=SYSTEM, reason="tests")


@pytest.fixture
def delivered(deliver: Callable[[], int]) -> Callable[[], int]:
    def run() -> int:
        with roles.acting_as("web"):
            return deliver()

    return run


def nothing_is_left(media_dir: Path) -> bool:
    rows = CameoKey.objects.count() + FaceTemplate.objects.count() + ReferenceClip.objects.count()
    return not rows and not files(media_dir) and not list(keystore.build().ids())


def test_what_is_kept_is_ciphertext_under_one_key(cameo: Cameo, media_dir: Path) -> None:
    key = kept(cameo)
    raw = [values_of(template(seed)).tobytes() for seed in (1, 2)]
    rows = [bytes(row.sealed) for row in FaceTemplate.objects.filter(key=key)]
    assert len(rows) == 2
    assert not any(plain in row for plain in raw for row in rows)
    [path] = files(media_dir)
    assert CLIP[:16] not in path.read_bytes()
    assert list(keystore.build().ids()) == [key.pk]
    assert Cameo.objects.get(pk=cameo.pk).state == CameoState.VERIFICATION_PENDING


def test_a_clip_is_read_for_a_purpose_and_never_gets_a_url(cameo: Cameo) -> None:
    kept(cameo)
    clip = ReferenceClip.objects.get()
    about = cameo.public_id
    with open_clip(
        clip, purpose=BiometricPurpose.RENDER_REFERENCE, actor=SYSTEM, about=about
    ) as reader:
        assert reader.readall() == CLIP
    with pytest.raises(ValueError):  # noqa: PT011
        signed_url(clip.storage_key)
    with pytest.raises(VaultError, match="vault_purpose_refused"):
        open_clip(clip, purpose=BiometricPurpose.OUTPUT_IDENTITY, actor=SYSTEM, about=about)


def test_a_clip_in_the_place_of_another_does_not_open(cameo: Cameo) -> None:
    kept(cameo)
    clip = ReferenceClip.objects.get()
    moved = ReferenceClip(key_id=clip.key_id, storage_key=clip.storage_key)
    with pytest.raises(VaultError, match="vault_cannot_open"):
        open_clip(moved, purpose=BiometricPurpose.RENDER_REFERENCE, actor=SYSTEM, about="gen_tests")


def test_erasure_leaves_nothing_and_says_so(
    cameo: Cameo, media_dir: Path, delivered: Callable[[], int]
) -> None:
    key = kept(cameo)
    end(cameo)
    after = Cameo.objects.get(pk=cameo.pk)
    assert (after.state, after.epoch) == (CameoState.ERASING, cameo.epoch + 1)
    owed = OutboxMessage.objects.filter(actor_name=erase_cameo.actor_name)
    assert list(owed.values_list("args", flat=True)) == [[str(cameo.pk)]]
    delivered()
    assert nothing_is_left(media_dir)
    assert Cameo.objects.get(pk=cameo.pk).state == CameoState.ERASED
    with pytest.raises(VaultError, match="vault_key_destroyed"):
        keys.open_key(key.pk)
    told = AuditEvent.objects.filter(target=cameo.public_id).values_list("action", flat=True)
    assert {"cameos.recording.erased", "cameos.cameo.erased"} <= set(told)


def test_erasing_again_changes_nothing(cameo: Cameo, delivered: Callable[[], int]) -> None:
    kept(cameo)
    end(cameo)
    end(cameo)
    delivered()
    erase(cameo.pk)
    end(cameo)
    rows = AuditEvent.objects.filter(target=cameo.public_id, action="cameos.cameo.erased")
    assert rows.count() == 1


@pytest.mark.parametrize("step", ["destroy", "remove_clips", "record"])
def test_an_erasure_that_was_killed_is_asked_for_again_and_ends(
    step: str,
    cameo: Cameo,
    media_dir: Path,
    delivered: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept(cameo)
    end(cameo)
    with roles.acting_as("web"):
        OutboxMessage.objects.all().delete()

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keys if step == "destroy" else recording, step, killed)
        with pytest.raises(KeyboardInterrupt):
            erase(cameo.pk)
    assert Cameo.objects.get(pk=cameo.pk).state == CameoState.ERASING
    with roles.acting_as("worker"):
        assert ask_again() == 1
    delivered()
    assert nothing_is_left(media_dir)


def test_what_is_owed_is_asked_for_once_while_nothing_is_sent(
    cameo: Cameo, delivered: Callable[[], int]
) -> None:
    kept(cameo)
    end(cameo)
    with roles.acting_as("worker"):
        assert ask_again() == 0
        OutboxMessage.objects.update(sent_at=timezone.now())
        assert [ask_again(), ask_again()] == [1, 0]
    assert OutboxMessage.objects.filter(sent_at=None).count() == 1


def test_a_message_that_was_asked_for_again_long_ago_is_dropped(cameo: Cameo) -> None:
    def taken(*, hours_ago: int) -> None:
        sent = int((time.time() - hours_ago * 3600) * 1000)
        message = erase_cameo.message(str(cameo.pk)).copy(message_timestamp=sent)
        AgeLimit().before_process_message(get_broker(), MessageProxy(message))  # type: ignore[no-untyped-call]

    taken(hours_ago=20)  # a queue that is slow keeps no erasure from being done
    with pytest.raises(SkipMessage):
        taken(hours_ago=25)


def test_a_clip_that_cannot_be_removed_keeps_the_erasure_owed(
    cameo: Cameo, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(cameo)
    end(cameo)

    def read_only(*_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr("lib.signed_media.listing.shutil.rmtree", read_only)
    with pytest.raises(PermissionError):
        erase(cameo.pk)
    assert Cameo.objects.get(pk=cameo.pk).state == CameoState.ERASING


# While a recording is sealed its owner withdraws, and the erasure runs to its end before, between
# or after the steps of the slower process.
STEPS = ["make", "seal_clip", "seal_template"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_what_is_recorded_beside_a_withdrawal_is_not_kept(
    step: str,
    when: str,
    cameo: Cameo,
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = keys if step == "make" else recording
    real = getattr(where, step)

    def withdraw() -> None:
        end(cameo)
        erase(cameo.pk)

    def beside(*args: Any, **named: Any) -> Any:
        if when == "before":
            withdraw()
        result = real(*args, **named)
        if when == "after":
            withdraw()
        return result

    monkeypatch.setattr(where, step, beside)
    with pytest.raises((StaleState, VaultError)):
        kept(cameo)
    assert nothing_is_left(media_dir)
    assert Cameo.objects.get(pk=cameo.pk).state == CameoState.ERASED


def test_a_recording_under_an_older_epoch_is_not_kept(cameo: Cameo, media_dir: Path) -> None:
    with roles.acting_as("web"):
        Cameo.objects.filter(pk=cameo.pk).update(epoch=2)
    with pytest.raises(StaleState):
        kept(cameo)
    assert nothing_is_left(media_dir)


def test_a_recording_of_a_withdrawn_consent_is_not_confirmed_under_the_next_one(
    cameo: Cameo, media_dir: Path
) -> None:
    key = kept(cameo)
    with roles.acting_as("web"):
        for to, changed in (
            (CameoState.REVOKED, {"epoch": 2, "ended_at": timezone.now()}),
            (CameoState.ENROLLING, {"ended_at": None}),
            (CameoState.VERIFICATION_PENDING, {}),
        ):
            advance(cameo, to=to, actor=SYSTEM, reason="tests", **changed)
    with pytest.raises(StaleState):
        confirm(key_id=key.pk, actor=SYSTEM)
    assert nothing_is_left(media_dir)
    with pytest.raises(VaultError, match="vault_key_destroyed"):
        keys.open_key(key.pk)


def test_a_recording_that_fails_leaves_nothing(
    cameo: Cameo, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(recording, "seal_template", broken)
    with pytest.raises(RuntimeError):
        kept(cameo)
    assert nothing_is_left(media_dir)


def test_a_new_recording_takes_the_place_of_the_old_one(cameo: Cameo) -> None:
    first = kept(cameo, 1)
    assert confirm(key_id=first.pk, actor=SYSTEM) == []
    second, third = kept(cameo, 2), kept(cameo, 3)
    owed = confirm(key_id=second.pk, actor=SYSTEM)
    assert owed == [first.pk]
    for key_id in owed:
        erase_recording(key_id, actor=SYSTEM)
    assert set(CameoKey.objects.values_list("pk", flat=True)) == {second.pk, third.pk}
    assert CameoKey.objects.get(confirmed_at__isnull=False).pk == second.pk
    assert set(keystore.build().ids()) == {second.pk, third.pk}


def test_what_killed_processes_left_is_swept_and_nothing_else(
    cameo: Cameo, media_dir: Path
) -> None:
    whole = kept(cameo)
    long_ago = timezone.now() - 2 * AFTER
    begun = CameoKey.objects.create(cameo=cameo, epoch=1, made_at=long_ago)
    keys.make(begun.pk)
    fresh = CameoKey.objects.create(cameo=cameo, epoch=1)
    CameoKey.objects.filter(pk=whole.pk).update(made_at=long_ago)
    orphan = media_dir / "vault" / ("0" * 32)
    orphan.mkdir(parents=True)
    (orphan / "x.enc").write_bytes(b"ciphertext")
    _age(orphan)
    assert remove_leftovers() == 2
    assert set(CameoKey.objects.values_list("pk", flat=True)) == {whole.pk, fresh.pk}
    assert not orphan.exists()
    assert len(files(media_dir)) == 1
    with pytest.raises(VaultError, match="vault_key_destroyed"):
        keys.open_key(begun.pk)


@pytest.mark.parametrize("stray", [".DS_Store", "lost+found", "0" * 31 + "1"])
def test_a_stray_name_stops_no_sweep(
    stray: str, cameo: Cameo, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last one vanishes while the sweep is under way."""
    kept(cameo)
    vault = media_dir / "vault"
    names = [stray, "f" * 32]
    for name in names:
        (vault / name).mkdir()
        _age(vault / name)
    if stray not in {".DS_Store", "lost+found"}:
        (vault / stray).rmdir()
    seen = [f"vault/{name}" for name in names]
    monkeypatch.setattr("cameos.vault.leftovers.folders", lambda: seen)
    theirs = stray in {".DS_Store", "lost+found"}
    assert remove_leftovers() == 1
    assert not (vault / ("f" * 32)).exists()
    assert (vault / stray).exists() == theirs


def _age(folder: Path) -> None:
    old = time.time() - 2 * AFTER.total_seconds()
    os.utime(folder, (old, old))


def test_a_deleted_account_takes_its_likeness_along(
    cameo: Cameo, media_dir: Path, delivered: Callable[[], int]
) -> None:
    kept(cameo)
    with roles.acting_as("web"):
        delete_account(person=cameo.owner, actor=SYSTEM)
    while delivered():
        pass
    assert nothing_is_left(media_dir)
    assert Cameo.objects.get(pk=cameo.pk).state == CameoState.ERASED

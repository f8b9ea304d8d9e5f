"""What was reported is kept as it was, whatever its author does (E7, Q-2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.models import User
from accounts.services.deletion import delete_account
from cameos.models import Cameo
from enforcement.limits import SNAPSHOT_KEPT_AFTER_CASE, VAULT_COPY_LASTS, VAULT_KEPT
from enforcement.models import (
    Case,
    CopyState,
    Report,
    Snapshot,
    SnapshotFile,
    VaultedFile,
    VaultedReport,
)
from enforcement.policies import see_case
from enforcement.services.cases import close
from enforcement.work import copying
from enforcement.work.expiring import expire, forget_film
from feed.models import Post
from feed.services.deletion import delete_post
from feed.services.publishing import publish
from generation.models import Asset
from generation.services.drafts import delete_draft
from lib import signed_media
from lib.actors import Actor
from lib.errors import StaleState
from lib.signed_media import StorageFault, exists, listed
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.enforcement.reporting import case_of, decide, given, reported
from tests.feed.studio import evidence, finished
from tests.leaving.traces import as_owner

pytestmark = pytest.mark.django_db
CAPTION = "a caption that was reported"


@pytest.fixture
def captioned(creator: Any) -> Post:
    return publish(draft=finished(creator), by=creator, caption=CAPTION, evidence=evidence())


def copies(prefix: str = "quarantine") -> list[str]:
    return [one.key for one in listed(prefix)]


def test_words_labels_consent_and_files_are_kept(
    api: Api, creator: Any, friend: Any, stranger: Any, deliver: Callable[[], int]
) -> None:
    cameo = lent(friend)
    post = shown(creator, cameo)
    reported(api, stranger, post)
    snapshot = Snapshot.objects.get()
    assert snapshot.seen["texts"]["prompt"] == "an unmistakable wish"
    assert snapshot.seen["labels"]["rating"] == post.rating
    (terms,) = snapshot.seen["permission"].values()
    assert (terms["cameo"], terms["epoch"]) == (str(cameo.pk), 1)
    assert not copies()
    deliver()
    files = {one.role: one for one in snapshot.files.all()}
    assert set(files) == {"video", "poster", "spritesheet"}
    assert {one.copy_state for one in files.values()} == {CopyState.COPIED}
    for role, file in files.items():
        with signed_media.reading(file.key) as path:
            assert path.read_bytes() == role.encode()
        with pytest.raises(signed_media.KeyRefused):
            signed_media.signed_url(file.key)


def test_the_authors_deletion_does_not_reach_it(
    api: Api, creator: Any, stranger: Any, captioned: Post, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, captioned)
    draft = captioned.draft
    assert draft is not None
    delete_post(post=captioned, by=creator)
    deliver()
    delete_draft(draft=draft, by=creator)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    deliver()
    snapshot = Snapshot.objects.get()
    assert snapshot.seen["texts"]["caption"] == CAPTION
    assert all(exists(one.key) for one in snapshot.files.all())
    assert snapshot.files.count() == 3


def test_the_same_state_is_kept_once_and_another_state_besides(
    api: Api, creator: Any, stranger: Any, friend: Any
) -> None:
    reported(api, stranger, creator, "impersonation")
    reported(api, friend, creator, "impersonation")
    assert Snapshot.objects.count() == 1
    User.objects.filter(pk=creator.pk).update(bio="something else")
    reported(api, friend, creator, "deception_scam")
    assert Snapshot.objects.count() == 2
    assert Case.objects.count() == 1


def test_a_file_that_moved_meanwhile_is_found(
    api: Api, creator: Any, stranger: Any, post: Post, deliver: Callable[[], int]
) -> None:
    for number, one in enumerate(Asset.objects.all()):
        Asset.objects.filter(pk=one.pk).update(sha256=f"{number:064d}")
    reported(api, stranger, post)
    for one in Asset.objects.all():
        moved = signed_media.move(one.storage_key)
        Asset.objects.filter(pk=one.pk).update(storage_key=moved)
    deliver()
    assert {one.copy_state for one in SnapshotFile.objects.all()} == {CopyState.COPIED}


def test_what_is_gone_before_it_could_be_copied_is_said_to_be(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, post)
    for one in Asset.objects.all():
        signed_media.delete(one.storage_key)
    deliver()
    assert {one.copy_state for one in SnapshotFile.objects.all()} == {CopyState.LOST}


def test_a_store_that_is_away_is_asked_again(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int], as_worker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    reported(api, stranger, post)

    def away(*_: Any) -> None:
        raise StorageFault

    with monkeypatch.context() as patched:
        patched.setattr(copying, "copy", away)
        deliver()
    assert {one.copy_state for one in SnapshotFile.objects.all()} == {CopyState.OWED}
    with as_worker():
        assert copying.send_owed() == 0  # its message is not yet taken for lost
        SnapshotFile.objects.update(again_at=timezone.now())
        assert copying.send_owed() == 3
        assert copying.send_owed() == 0
    deliver()
    assert {one.copy_state for one in SnapshotFile.objects.all()} == {CopyState.COPIED}


def test_delivered_twice_it_is_copied_once(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int], as_worker: Any
) -> None:
    reported(api, stranger, post)
    deliver()
    before = copies()
    with as_worker():
        for one in SnapshotFile.objects.all():
            copying.copy_file(SnapshotFile, one.pk)
    assert copies() == before


def test_it_ends_after_its_case_by_policy(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int], as_worker: Any
) -> None:
    reported(api, stranger, post)
    deliver()
    case = decide(case_of(post))
    with pytest.raises(StaleState):
        close(case, actor=Actor.system("desk"), reason="it was decided")
    snapshot = Snapshot.objects.get()
    left = snapshot.expires_at - timezone.now()
    assert left <= SNAPSHOT_KEPT_AFTER_CASE
    assert left > timedelta(days=183)  # DSA, Article 20(1)
    with as_worker():
        assert expire() == 0
        Snapshot.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert expire() == 1
    assert not copies()
    assert not SnapshotFile.objects.exists()
    assert Report.objects.exists()


def test_whoever_withdraws_their_consent_leaves_no_copy(
    api: Api, creator: Any, friend: Any, stranger: Any, deliver: Callable[[], int], as_worker: Any
) -> None:
    cameo = lent(friend)
    post = shown(creator, cameo)
    reported(api, stranger, post)
    deliver()
    assert len(copies("quarantine/reported")) == 3
    Cameo.objects.filter(pk=cameo.pk).update(epoch=2, hidden_through=1)
    with as_worker():
        assert post.draft_id is not None
        assert forget_film(post.draft_id) == 3
    assert not copies("quarantine/reported")
    assert Snapshot.objects.get().seen["texts"]


def test_a_copy_that_is_still_owed_is_never_made_of_a_withdrawn_film(
    api: Api, creator: Any, friend: Any, stranger: Any, deliver: Callable[[], int]
) -> None:
    cameo = lent(friend)
    reported(api, stranger, shown(creator, cameo))
    Cameo.objects.filter(pk=cameo.pk).update(epoch=2, hidden_through=1)
    deliver()
    assert not copies("quarantine/reported")
    assert not SnapshotFile.objects.exists()


# abuse: reports of child safety leave nothing in general storage
def test_child_safety_goes_to_the_vault_alone(
    api: Api, stranger: Any, friend: Any, captioned: Post, deliver: Callable[[], int],
    as_worker: Any,
) -> None:  # fmt: skip
    said = "an unmistakable word about a child"
    row = reported(api, stranger, captioned, "child_sexual", text=said, start=0, end=1.5)
    deliver()
    assert (row.text, row.start_s, row.end_s) == (None, None, None)
    assert not Snapshot.objects.exists()
    assert not SnapshotFile.objects.exists()
    assert not copies("quarantine/reported")
    (film,) = copies("quarantine/child-safety")
    with signed_media.reading(film) as path:
        assert path.read_bytes() == b"video"
    with as_worker():
        kept = VaultedReport.objects.get()
        assert VaultedFile.objects.get().key == film
    assert (kept.report_id, kept.said) == (row.pk, {"text": said, "start_s": 0.0, "end_s": 1.5})
    # An ordinary report of the same thing is a case of its own.
    reported(api, friend, captioned, "violence_graphic")
    assert Case.objects.filter(diverted=True).count() == 1
    assert Case.objects.filter(diverted=False).count() == 1


# abuse: a crowd multiplies what nobody should have a copy of
def test_however_many_report_a_film_the_vault_has_one_copy(
    api: Api, stranger: Any, friend: Any, post: Post, deliver: Callable[[], int], as_worker: Any
) -> None:
    for reason in ("child_sexual", "child_abuse"):
        reported(api, stranger, post, reason)
        reported(api, friend, post, reason)
    deliver()
    assert len(copies("quarantine/child-safety")) == 1
    with as_worker():
        assert VaultedReport.objects.count() == 4
        assert VaultedFile.objects.get().copy_state == CopyState.COPIED
    # Long after the first one ends with its time, and so there is another.
    with time_machine.travel(timezone.now() + VAULT_COPY_LASTS, tick=True):
        reported(api, cast.adult("late"), post, "child_sexual")
        deliver()
    assert len(copies("quarantine/child-safety")) == 2


def test_no_page_can_read_the_vault(api: Api, stranger: Any, post: Post) -> None:
    reported(api, stranger, post, "child_abuse", text="words")
    for model in (VaultedReport, VaultedFile):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(model.objects.all())
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all().delete()


def test_of_child_safety_only_its_own_staff_see_a_case(
    api: Api, stranger: Any, moderator: Any, post: Post
) -> None:
    reported(api, stranger, post, "child_abuse")
    reported(api, stranger, post, "hate_speech")
    plain = given(moderator, "handle_case")
    assert {one.diverted for one in see_case.queryset(plain)} == {False}
    special = given(moderator, "handle_child_safety")
    assert {one.diverted for one in see_case.queryset(special)} == {False, True}
    assert not see_case.queryset(stranger).exists()
    assert not see_case.queryset(None).exists()


def test_the_vault_ends_too(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int], as_worker: Any
) -> None:
    reported(api, stranger, post, "child_abuse", text="words")
    deliver()
    old = timezone.now() - VAULT_KEPT - timedelta(seconds=1)
    with as_owner():
        VaultedReport.objects.update(at=old)
        VaultedFile.objects.update(at=old)
    with as_worker():
        assert expire() == 1, "its words stay while the case is open"
    assert not copies()


def test_what_is_frozen_is_ciphertext(api: Api, stranger: Any, captioned: Post) -> None:
    reported(api, stranger, captioned)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seen FROM enforcement_snapshot")
        (kept,) = cursor.fetchone()
    assert CAPTION.encode() not in bytes(kept)


def test_it_ends_as_long_after_a_case_that_was_closed_without_a_decision(
    api: Api, stranger: Any, post: Post
) -> None:
    reported(api, stranger, post)
    case = case_of(post)
    close(case, actor=Actor.system("desk"), reason="nothing is left of it")
    left = Snapshot.objects.get().expires_at - timezone.now()
    assert timedelta(days=183) < left <= SNAPSHOT_KEPT_AFTER_CASE
    assert Case.objects.get().outcome == ""

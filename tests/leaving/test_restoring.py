"""A database that is put back from a copy brings nobody and nothing back (O14; laws 5 and 6)."""

import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection, transaction

from accounts.models import HeldHandle, Standing, StandingReason, User
from accounts.services.closing import (
    close_account,
    erase_at_once,
    restore_account,
)
from accounts.services.deletion import delete_account
from audit.models import AuditEvent, Tombstone, TombstoneDocument
from audit.tombstones import replaying
from audit.tombstones.leaving import leave_tombstone
from audit.tombstones.writing import Behind, is_behind, store
from cameos.ledger.facts import Paused
from cameos.ledger.recording import record_consent
from cameos.models import Cameo, CameoGrant, CameoKey, FaceTemplate, GrantState, ReferenceClip
from cameos.models.revocations import RevocationScope
from cameos.purposes import BiometricPurpose
from cameos.revoking.revoking import withdraw
from cameos.services.pausing import resume
from cameos.states import CameoState
from cameos.vault.recording import keep_recording
from config.health import parts
from feed.services.deletion import delete_post
from generation.models import Draft
from generation.services.drafts import delete_draft
from lib import retention
from lib.actors import Actor
from lib.retention import Fate
from tests import cast, roles
from tests.cameos.conftest import SYSTEM, template, vault
from tests.cameos.permissions.lending import granted, lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.feed.studio import finished, published
from tests.leaving.restoring import make_copy, outside, put_back, replay, write
from tests.leaving.somebody import erased_words, fill
from tests.leaving.traces import as_owner, in_tables, tables
from tests.standings import change_standing

__all__ = ["vault"]
pytestmark = pytest.mark.usefixtures("committing", "vault", "puppet")

__all__ = ["outside", "replay", "write"]

HOUSE = Actor.system("tests")


def ready() -> bool:
    return parts.examine()["tombstones"]["ok"] is True


def of(person: User) -> User:
    return User.objects.get(pk=person.pk)


def recorded(person: User) -> None:
    """Their face in the vault."""
    cameo = Cameo.objects.get(owner=person)
    with roles.acting_as("likeness"):
        keep_recording(
            cameo=cameo, templates=[template(1)], clips=[io.BytesIO(b"a face" * 99)],
            purpose=BiometricPurpose.ENROLMENT, actor=SYSTEM,
        )  # fmt: skip


def in_the_vault() -> int:
    with as_owner():
        return sum(one.objects.count() for one in (CameoKey, FaceTemplate, ReferenceClip))


def test_who_was_erased_since_is_erased_again(
    api: Api, creator: User, friend: User, teen: User, deliver: Callable[[], int],
    write: Callable[[], int], replay: Callable[[], None],
) -> None:  # fmt: skip
    fill(api, creator, friend, teen=teen)
    deliver()
    recorded(creator)
    words, ids = erased_words(creator), [str(creator.pk), creator.pk.hex]
    assert in_the_vault() == 3
    make_copy()

    close_account(person=creator, actor=HOUSE)
    erase_at_once(person=creator)
    deliver()
    assert write() == 1
    assert ready()
    put_back()

    assert of(creator).email in words, "the copy holds all of them"
    assert in_the_vault() == 3
    assert not ready()
    assert api.get("/readyz").status_code == 503
    replay()
    deliver()

    assert of(creator).deleted_at is not None
    assert in_tables(words) <= {(HeldHandle._meta.label, creator.handle_key)}
    assert in_the_vault() == 0
    fates = {model._meta.label: retention.rule_of(model) for model in tables()}
    assert {
        label
        for label, _ in in_tables(ids)
        if (rule := fates[label]) is None or rule.fate not in {Fate.COMMITMENT, Fate.KEPT}
    } == set()
    assert ready()
    assert AuditEvent.objects.filter(action="audit.tombstones.replayed").count() == 1
    assert write() == 0, "what was done again stands outside already"


def test_consent_that_was_taken_back_stays_taken_back(
    api: Api, creator: User, friend: User, stranger: User, deliver: Callable[[], int],
    write: Callable[[], int], replay: Callable[[], None],
) -> None:  # fmt: skip
    cameo, narrowed, gone = lent(creator), lent(friend), lent(stranger)
    granted(cameo, friend)
    film = shown(friend, cameo)
    make_copy()

    with transaction.atomic():
        row = Cameo.objects.select_for_update().get(pk=cameo.pk)
        withdraw(row, actor=HOUSE, scope=RevocationScope.ALSO_REMIXES, counts={})
    with transaction.atomic():
        record_consent(cameo_id=narrowed.pk, fact=Paused(epoch=1), actor=HOUSE)
    delete_account(person=stranger, actor=HOUSE)
    deliver()
    write()
    put_back()
    assert Cameo.objects.get(pk=cameo.pk).epoch == 1
    assert api.get(f"/posts/{film.public_id}", as_=friend).status_code == 200
    replay()

    now = Cameo.objects.get(pk=cameo.pk)
    assert (now.epoch, now.state, now.hidden_through) == (2, CameoState.REVOKED, 1)
    assert not CameoGrant.objects.filter(cameo=cameo, state=GrantState.LIVE).exists()
    assert api.get(f"/posts/{film.public_id}", as_=friend).status_code == 404
    assert Cameo.objects.get(pk=gone.pk).state == CameoState.ERASING
    held = Cameo.objects.get(pk=narrowed.pk)
    assert held.paused_at is not None, "what its owner narrowed is not known: they look first"
    assert resume(cameo=held, by=friend).paused_at is None
    deliver()
    with as_owner():
        assert film.draft is not None
        assert not Draft.objects.filter(pk=film.draft.pk, deleted_at=None).exists()


def test_films_and_posts_that_were_deleted_stay_deleted(
    api: Api, creator: User, write: Callable[[], int], replay: Callable[[], None]
) -> None:
    draft, post, kept = finished(creator), published(creator), published(creator)
    make_copy()
    delete_draft(draft=draft, by=creator)
    delete_post(post=post, by=creator)
    write()
    put_back()
    replay()
    assert api.get(f"/drafts/{draft.public_id}", as_=creator).status_code == 404
    assert api.get(f"/posts/{post.public_id}", as_=creator).status_code == 404
    assert api.get(f"/posts/{kept.public_id}", as_=creator).status_code == 200


def test_who_was_leaving_still_leaves_and_who_returned_is_there(
    creator: User, friend: User, write: Callable[[], int], replay: Callable[[], None]
) -> None:
    make_copy()
    due = close_account(person=creator, actor=HOUSE).erase_due_at
    close_account(person=friend, actor=HOUSE)
    restore_account(person=friend, actor=HOUSE)
    write()
    put_back()
    assert of(creator).closed_at is None
    replay()
    assert of(creator).erase_due_at == due, "the day that they were told"
    assert of(friend).closed_at is None


def test_what_was_on_its_way_out_when_the_copy_was_made_is_not_written_twice(
    creator: User, write: Callable[[], int], replay: Callable[[], None]
) -> None:
    close_account(person=creator, actor=HOUSE)
    make_copy()
    restore_account(person=creator, actor=HOUSE)
    assert write() == 1
    put_back()
    assert Tombstone.objects.filter(document=None).count() == 1
    replay()
    assert of(creator).closed_at is None
    assert write() == 0, "behind their return it would close them at the next replay"


def test_who_returned_is_not_erased_for_a_ban_that_only_the_copy_knows(
    creator: User, moderator: User, write: Callable[[], int], replay: Callable[[], None]
) -> None:
    def stand(to: Standing) -> None:
        reason = StandingReason.MISTAKE
        change_standing(person=of(creator), to=to, actor=moderator, reason=reason)

    stand(Standing.BANNED)
    make_copy()
    stand(Standing.GOOD)
    close_account(person=creator, actor=HOUSE)
    restore_account(person=creator, actor=HOUSE)
    write()
    put_back()
    replay()
    assert of(creator).closed_at is None, "else they are erased in a month"
    assert of(creator).standing == Standing.BANNED, "nothing is loosened"


def test_a_database_that_is_behind_writes_over_nothing(
    write: Callable[[], int], replay: Callable[[], None]
) -> None:
    first, second, third = (cast.adult() for _ in range(3))
    make_copy()
    delete_account(person=first, actor=HOUSE)
    write()
    before = store().get(1)
    put_back()
    delete_account(person=second, actor=HOUSE)
    with pytest.raises(Behind):
        write()
    assert store().get(1) == before
    replay()
    assert of(first).deleted_at is not None
    assert write() == 1
    delete_account(person=third, actor=HOUSE)
    assert write() == 1
    assert list(store().numbers()) == [1, 2, 3]
    assert not Tombstone.objects.filter(document=None).exists()


def test_killed_while_it_is_done_again_it_is_begun_anew(
    write: Callable[[], int], replay: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [cast.adult() for _ in range(3)]
    make_copy()
    for one in people:
        delete_account(person=one, actor=HOUSE)
    write()
    put_back()

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(replaying, "_know", killed)
        replay()
    assert is_behind(), "not ready, though all of it was done"
    replay()
    assert not is_behind()
    assert User.objects.filter(deleted_at=None, pk__in=[one.pk for one in people]).count() == 0


def test_killed_between_the_row_and_the_document_the_next_run_puts_it_out(
    creator: User, write: Callable[[], int], outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete_account(person=creator, actor=HOUSE)

    class Dead:
        def get(self, number: int) -> None:
            return None

        def put(self, number: int, document: bytes) -> None:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("audit.tombstones.writing.store", Dead)
        write()
    assert not outside.exists()
    assert TombstoneDocument.objects.count() == 1
    assert write() == 0
    assert list(store().numbers()) == [1]


def test_while_one_worker_is_at_a_slow_store_no_other_waits_for_it(
    creator: User, write: Callable[[], int]
) -> None:
    delete_account(person=creator, actor=HOUSE)
    with closing(connection.copy()) as other, other.cursor() as slow:
        slow.execute("SELECT pg_advisory_lock(hashtext('tombstones'))")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        assert write() == 0
        slow.execute("SELECT pg_advisory_unlock(hashtext('tombstones'))")
        assert write() == 1


@pytest.mark.parametrize("how", ["forged", "of another place", "no document"])
def test_nobody_is_erased_by_a_document_that_is_not_ours(
    creator: User, write: Callable[[], int], replay: Callable[[], None], outside: Path, how: str
) -> None:
    other = cast.adult()
    make_copy()
    delete_account(person=other, actor=HOUSE)
    write()
    put_back()
    path = outside / "000000000001.json"
    good = path.read_bytes()
    path.unlink()
    bad = {
        "forged": good.replace(str(other.pk).encode(), str(creator.pk).encode()),
        "of another place": b"",
        "no document": b"\xff\xfe",
    }[how]
    (outside / "000000000001.json").write_bytes(bad)
    with pytest.raises(CommandError, match="1: this house did not sign it"):
        replay()
    assert of(creator).deleted_at is None
    assert of(other).deleted_at is None
    assert not ready()


def test_a_document_that_is_missing_hides_none_after_it(
    creator: User, friend: User, write: Callable[[], int], replay: Callable[[], None], outside: Path
) -> None:
    make_copy()
    for person in (creator, friend):
        delete_account(person=person, actor=HOUSE)
        assert write() == 1
    put_back()
    lost = outside / "000000000001.json"
    kept = lost.read_bytes()
    lost.unlink()
    with pytest.raises(CommandError, match="1: it is missing, and 2 is there"):
        replay()
    lost.write_bytes(kept)
    replay()
    assert of(creator).deleted_at is not None
    assert of(friend).deleted_at is not None


def test_what_nobody_would_do_again_is_not_written(creator: User) -> None:
    with pytest.raises(LookupError):
        leave_tombstone("unheard", creator.pk)
    assert not Tombstone.objects.exists()

"""A file that cannot be erased keeps no other film of a revocation back, and stays owed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from cameos.models import Cameo, Capability, Revocation
from feed.models import Post
from generation.models import Asset, Draft, OwedErasure
from generation.services.drafts import delete_draft
from generation.work import withdrawing
from generation.work.erasure import erase_owed
from generation.work.owing import ask_again
from inbox.models import Event
from lib.signed_media import KeyRefused
from lib.signed_media.errors import StorageAway, StorageDenied
from tests import roles
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film, hide, shown
from tests.cameos.revoking.taking_back import revoked
from tests.cameos.revoking.test_removing import remove, silent
from tests.client import Api
from tests.generation.test_owed_files import later, refusing

Deliver = Callable[[], int]
DENIED = StorageDenied("403")


@pytest.fixture(autouse=True)
def media(media_dir: Path) -> Path:
    return Path(media_dir)


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator)


def key_of(draft: Draft) -> str:
    return str(Asset.objects.get(job=draft.job_id, kind="video").storage_key)


def told(api: Api, cameo: Cameo) -> tuple[str, int]:
    """What its owner reads of the last revocation."""
    answer = api.get(f"/cameos/{cameo.public_id}/revocation", as_=cameo.owner)
    last = answer.json()["last"]
    return last["status"], last["removed"]


@pytest.mark.parametrize("fault", [DENIED, KeyRefused("a link"), OSError(5, "i/o")], ids=repr)
def test_one_denied_file_keeps_no_film_after_it(
    api: Api, cameo: Cameo, friend: Any, deliver: Deliver, fault: Exception
) -> None:
    posts = [shown(friend, cameo) for _ in range(4)]
    first = posts[0].draft
    assert first is not None
    revoked(cameo)
    with refusing("delete", fault, only=key_of(first)):
        for _ in range(3):
            deliver()
            silent()
            withdrawing.resume()
            later()
            ask_again()
        deliver()
        assert [one.job_id for one in Asset.objects.all()] == [first.job_id], "that file alone"
        assert not Draft.objects.filter(deleted_at=None).exists()
        assert not Post.objects.exclude(state="deleted").exists()
        makers = Event.objects.filter(person_id=friend.pk, type="draft.likeness_withdrawn")
        assert makers.count() == 4
        gone = Capability.objects.filter(gone_at__isnull=False)
        assert (gone.count(), gone.filter(film_id=first.job_id).exists()) == (3, False)
        assert {one.why for one in OwedErasure.objects.all()} == {"withdrawn"}
        assert told(api, cameo) == ("removing", 3), "nothing is told that is not so yet"
    later()
    ask_again()
    deliver()
    assert not Asset.objects.exists()
    assert not OwedErasure.objects.exists()
    assert Capability.objects.filter(gone_at=None).count() == 0
    assert told(api, cameo) == ("done", 4)


def test_while_the_store_is_away_all_but_files_goes(
    cameo: Cameo, friend: Any, monkeypatch: pytest.MonkeyPatch, deliver: Deliver
) -> None:
    for _ in range(2):
        shown(friend, cameo)
    revoked(cameo)

    def away() -> str:
        raise StorageAway("503")

    asked: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr("generation.work.owing.answers", away)
        patch.setattr("generation.work.erasure.delete", asked.append)
        deliver()
    assert asked == [], "no worker waits for it"
    assert not Draft.objects.filter(deleted_at=None).exists()
    assert not Post.objects.exclude(state="deleted").exists()
    assert Revocation.objects.get().finished_at is None
    later()
    ask_again()
    deliver()
    assert not Asset.objects.exists()
    assert (Revocation.objects.get().films, OwedErasure.objects.count()) == (2, 0)
    assert Revocation.objects.get().finished_at is not None


def test_a_film_that_breaks_keeps_no_other_back(
    cameo: Cameo, friend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = [film(friend, cameo) for _ in range(3)]

    def broken(job_id: Any) -> None:
        if job_id == films[0].job_id:
            raise RuntimeError("whatever it is")
        erase_owed(job_id)

    row = revoked(cameo)
    with monkeypatch.context() as patch, roles.acting_as("worker"), capture_logs() as said:
        patch.setattr(withdrawing, "erase_owed", broken)
        withdrawing.withdraw_films(row.pk)
    assert {one.job_id for one in Asset.objects.all()} == {films[0].job_id}
    assert [one["event"] for one in said if one["log_level"] == "error"] == ["film_not_withdrawn"]
    assert OwedErasure.objects.get().job_id == films[0].job_id
    remove()
    assert (Revocation.objects.get().films, Asset.objects.count()) == (3, 0)


def test_a_file_owed_since_its_maker_deleted_it_is_waited_for(
    api: Api, cameo: Cameo, friend: Any, deliver: Deliver
) -> None:
    draft = film(friend, cameo)
    with refusing("delete", DENIED, only=key_of(draft)):
        delete_draft(draft=draft, by=friend)
        deliver()
        revoked(cameo)
        deliver()
        assert told(api, cameo)[0] == "removing"
    later()
    ask_again()
    deliver()
    silent()
    withdrawing.resume()
    deliver()
    assert told(api, cameo)[0] == "done"


def test_one_that_is_shown_no_more_is_owed_too(cameo: Cameo, friend: Any, deliver: Deliver) -> None:
    draft = film(friend, cameo)
    hide(cameo, epoch=cameo.epoch + 1)
    with roles.acting_as("worker"), refusing("delete", DENIED, only=key_of(draft)):
        withdrawing.withdraw_if_lost(draft.job_id)
    assert OwedErasure.objects.get().why == "withdrawn"
    assert Capability.objects.get().gone_at is None
    later()
    ask_again()
    deliver()
    assert not Asset.objects.exists()
    assert Capability.objects.get().gone_at is not None


def test_a_debt_that_ends_with_an_erased_account_is_counted(
    cameo: Cameo, friend: Any, deliver: Deliver
) -> None:
    from accounts.services.deletion import delete_account
    from lib.actors import Actor

    draft = film(friend, cameo)
    row = revoked(cameo)
    with refusing("delete", DENIED, only=key_of(draft)):
        deliver()
    OwedErasure.objects.all().update(again_at="2999-01-01T00:00Z")
    delete_account(person=friend, actor=Actor.person(friend.pk))
    deliver()
    silent()
    withdrawing.resume()
    deliver()
    done = Revocation.objects.get(pk=row.pk)
    assert (done.films, done.finished_at is None) == (1, False)

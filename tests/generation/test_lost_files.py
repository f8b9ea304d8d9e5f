"""A move whose file is gone: counted apart, and ended by staff."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from feed.models import Post
from feed.services.publishing import publish
from generation.models import Asset, Draft
from generation.services.files import rekey, withdraw
from generation.services.lost_files import declare_lost
from generation.work.owing import ask_again
from inbox.models import Event
from lib.errors import DomainError
from lib.signed_media import placing, storage
from lib.signed_media.errors import StorageAway, StorageDenied
from tests.api.test_health import LONG_AGO, degraded_by
from tests.client import Api
from tests.feed.studio import finished
from tests.generation.test_admin import act
from tests.generation.test_owed_files import Deliver, areas, later
from tests.staff import at_the_desk

Lose = Callable[[Draft, str], Asset]


@pytest.fixture
def staff(moderator: Any) -> Client:
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    return at_the_desk(moderator)


@pytest.fixture
def draft(creator: Any, media_dir: Any, monkeypatch: pytest.MonkeyPatch) -> Draft:
    monkeypatch.setattr("config.health.parts.PARTS", _quiet(), raising=True)
    media_dir.mkdir(exist_ok=True)
    return finished(creator)


def _quiet() -> dict[str, Callable[[], str]]:
    from config.health.parts import PARTS

    return PARTS | {"screener": lambda: "answers"}


@pytest.fixture
def lose(deliver: Deliver) -> Lose:
    """The file goes by an accident, and then a worker is to move it."""

    def run(draft: Draft, kind: str) -> Asset:
        one = Asset.objects.get(job=draft.job, kind=kind)
        storage.delete(one.storage_key)
        rekey(draft.job)
        deliver()
        return Asset.objects.get(pk=one.pk)

    return run


def test_it_is_counted_apart_and_hides_no_debt(api: Api, draft: Draft, lose: Lose) -> None:
    lost = lose(draft, "poster")
    assert lost.missing_since is not None
    Asset.objects.filter(pk=lost.pk).update(moving_since=LONG_AGO)
    assert degraded_by(api) == {"missing_files": "1, oldest 0 d"}
    withdraw(finished(draft.owner).job)
    Asset.objects.exclude(moving_to="").update(moving_since=LONG_AGO)
    said = degraded_by(api)
    assert set(said) == {"files", "missing_files"}
    assert said["files"].startswith("3 to move, ")


def test_found_again_it_is_moved_and_missed_no_more(
    draft: Draft, lose: Lose, deliver: Deliver
) -> None:
    lost = lose(draft, "poster")
    with placing(lost.storage_key) as path:
        path.write_bytes(b"poster")
    later()
    assert ask_again() == 1
    deliver()
    lost.refresh_from_db()
    assert (lost.missing_since, lost.moving_to) == (None, "")
    assert areas(draft) == ["out"] * 3


def test_a_lost_film_takes_its_draft_and_its_post_with_it(
    api: Api, staff: Client, moderator: Any, draft: Draft, lose: Lose, deliver: Deliver
) -> None:
    post = publish(draft=draft, by=draft.owner)
    lost = lose(draft, "video")
    act(staff, "declare_files_lost", lost, of="asset")
    assert not Draft.objects.filter(deleted_at=None).exists()
    assert Post.objects.get(pk=post.pk).state == "deleted"
    assert api.get(f"/drafts/{draft.public_id}", as_=draft.owner).status_code == 404
    told = Event.objects.get(person_id=draft.owner_id, type="draft.lost")
    assert told.data == {"draft": draft.public_id, "generation": draft.job.public_id}
    row = AuditEvent.objects.get(action="generation.asset.declared_lost")
    assert (row.actor, row.target) == (moderator.public_id, draft.job.public_id)
    assert row.facts == {"kind": "video", "reason": "complaint"}
    assert AuditEvent.objects.filter(action="generation.draft.lost").count() == 1
    deliver()
    assert not Asset.objects.exists(), "what was derived of it goes as with any draft"
    assert api.get("/readyz").json()["parts"]["missing_files"]["ok"] is True


def test_a_film_is_shown_without_its_lost_poster(
    api: Api, staff: Client, draft: Draft, lose: Lose
) -> None:
    lost = lose(draft, "poster")
    act(staff, "declare_files_lost", lost, of="asset")
    shown = api.get(f"/drafts/{draft.public_id}", as_=draft.owner).json()["assets"]
    assert (shown["poster"], shown["video"] is None) == (None, False)
    assert not Event.objects.filter(type="draft.lost").exists()


def test_what_was_taken_down_and_deleted_already_ends_with_its_row(
    staff: Client, draft: Draft, lose: Lose
) -> None:
    lost = lose(draft, "video")
    Draft.objects.filter(pk=draft.pk).update(deleted_at=LONG_AGO)
    act(staff, "declare_files_lost", lost, of="asset")
    assert not Asset.objects.filter(pk=lost.pk).exists()
    assert not Event.objects.filter(type="draft.lost").exists()


@pytest.mark.parametrize("where", ["storage_key", "moving_to"])
def test_a_file_that_is_there_is_not_declared_lost(
    staff: Client, draft: Draft, lose: Lose, where: str
) -> None:
    lost = lose(draft, "video")
    with placing(getattr(lost, where)) as path:
        path.write_bytes(b"video")
    answer = act(staff, "declare_files_lost", lost, of="asset")
    assert "The file is there" in answer.content.decode()
    assert Asset.objects.filter(pk=lost.pk).exists()


def test_nor_one_that_no_worker_missed(staff: Client, draft: Draft) -> None:
    one = Asset.objects.get(job=draft.job, kind="poster")
    answer = act(staff, "declare_files_lost", one, of="asset")
    assert "No worker has missed" in answer.content.decode()
    assert Asset.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("verb", ["answers", "exists"])
@pytest.mark.parametrize("fault", [StorageAway("503"), StorageDenied("403")], ids=repr)
def test_nor_any_while_the_store_does_not_say(
    staff: Client, draft: Draft, lose: Lose, monkeypatch: pytest.MonkeyPatch,
    verb: str, fault: OSError,
) -> None:  # fmt: skip
    lost = lose(draft, "video")

    def silent(*_: Any) -> Any:
        raise fault

    monkeypatch.setattr(f"generation.services.lost_files.{verb}", silent)
    answer = act(staff, "declare_files_lost", lost, of="asset")
    assert "does not say" in answer.content.decode()
    assert Asset.objects.filter(pk=lost.pk).exists()


def test_only_whoever_may_declares_files_lost(moderator: Any, draft: Draft, lose: Lose) -> None:
    from django.contrib.auth.models import Permission

    lost = lose(draft, "video")
    with pytest.raises(DomainError, match="permission_denied"):
        declare_lost(asset=lost, by=moderator)
    moderator.user_permissions.add(Permission.objects.get(codename="view_asset"))
    act(at_the_desk(moderator), "declare_files_lost", lost, of="asset")
    assert Asset.objects.filter(pk=lost.pk).exists()

"""However its worker ends, of an archive there is one, or none that anybody fetches."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Export, ExportState, Standing, StandingReason, User
from accounts.models.exports import FETCHED_FOR, LONGEST_WORK
from accounts.services import archiving, export_lease, exports
from accounts.services.deletion import delete_account
from accounts.services.standing import freeze
from feed.services.takedowns import locked, withdraw
from inbox.models import Event
from lib import exporting
from lib.actors import Actor
from lib.archives import ArchiveWriter, faults_of
from lib.outbox.models import OutboxMessage
from lib.signed_media import storage_path
from tests import roles
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import hide, used
from tests.client import Api, code_of
from tests.feed.studio import published
from tests.leaving.archives import PATH, archives_in, ask, contents, file_of, keys_of, made
from tests.standings import change_standing

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process is gone: no handler of the code under test runs."""


def build(row: Export) -> None:
    with roles.acting_as("worker"):
        archiving.build(row.pk)


def asked(api: Api, person: User) -> Export:
    assert ask(api, person).status_code == 202
    OutboxMessage.objects.all().delete()
    return Export.objects.get(person=person)


def later(row: Export, **passed: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**passed), tick=True)


STEPS = {
    "before anything is written": ("ArchiveWriter", "__init__"),
    "at a table": ("ArchiveWriter", "lines"),
    "at the page": ("ArchiveWriter", "text"),
    "before it is closed": ("ArchiveWriter", "__exit__"),
    "before the row says so": ("archiving", "_finish"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_that_is_killed_leaves_it_to_the_next(
    api: Api, creator: User, media_dir: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    published(creator)
    row = asked(api, creator)
    place, name = STEPS[step]
    with monkeypatch.context() as patch:
        target: Any = ArchiveWriter if place == "ArchiveWriter" else archiving
        patch.setattr(target, name, _kill)
        with pytest.raises(Killed):
            build(row)
    build(row)
    row.refresh_from_db()
    assert row.state == ExportState.BUILDING, "the first may still be at it"
    with later(row, minutes=5):
        with roles.acting_as("worker"):
            exports.sweep()
        assert OutboxMessage.objects.filter(actor_name="build_export").exists()
        build(row)
        row.refresh_from_db()
        assert (row.state, row.attempt) == (ExportState.READY, 2)
    with later(row, hours=3), roles.acting_as("worker"):
        exports.erase_left(row.pk)
    row.refresh_from_db()
    assert archives_in(media_dir) == [file_of(row)]
    assert faults_of(file_of(row), trusted=keys_of(row)) == []
    assert row.left == {}
    assert Event.objects.filter(person_id=creator.pk, type="export.ready").count() == 1


def _kill(*_: Any, **__: Any) -> None:
    raise Killed


def test_what_a_killed_worker_wrote_last_is_erased_as_long_as_it_could_write(
    api: Api, creator: User, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file may appear after its key was erased once."""
    row = asked(api, creator)
    monkeypatch.setattr(archiving, "_finish", _kill)
    with pytest.raises(Killed):
        build(row)
    row.refresh_from_db()
    key = row.storage_key
    delete_account(person=creator, actor=Actor.person(creator.pk))
    with roles.acting_as("worker"):
        exports.erase_left(row.pk)
    assert archives_in(media_dir) == []
    late = storage_path(key)
    late.parent.mkdir(parents=True, exist_ok=True)
    late.write_bytes(b"late")
    with roles.acting_as("worker"):
        exports.sweep()
        exports.erase_left(row.pk)
    assert archives_in(media_dir) == []
    assert Export.objects.filter(pk=row.pk).exists()
    with later(row, seconds=int(LONGEST_WORK.total_seconds()) + 600), roles.acting_as("worker"):
        exports.erase_left(row.pk)
    assert not Export.objects.filter(pk=row.pk).exists()


def test_a_worker_whose_lease_ran_out_makes_nothing_of_it(
    api: Api, creator: User, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(api, creator)
    finish = archiving._finish

    def overtaken(slow: Export, **made_: Any) -> None:
        with later(slow, minutes=5):
            monkeypatch.setattr(archiving, "_finish", finish)
            archiving.build(row.pk)
        finish(slow, **made_)

    monkeypatch.setattr(archiving, "_finish", overtaken)
    build(row)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (ExportState.READY, 2)
    assert archives_in(media_dir) == [file_of(row)]
    assert Event.objects.filter(person_id=creator.pk, type="export.ready").count() == 1


def test_what_fails_is_tried_again_and_then_given_up(
    api: Api, creator: User, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(api, creator)
    monkeypatch.setattr(ArchiveWriter, "lines", _fail)
    states = []
    for _ in range(export_lease.MOST_ATTEMPTS):
        build(row)
        row.refresh_from_db()
        states.append(row.state)
    assert states == ["waiting"] * 4 + ["failed"]
    shown = api.get(f"{PATH}/{row.public_id}", as_=creator).json()
    assert (shown["state"], shown["error"], shown["download"]) == ("failed", "storage_full", None)
    assert archives_in(media_dir) == []
    assert ask(api, creator, key="again").status_code == 202


def _fail(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_message_that_comes_twice_makes_one(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    row = made(api, creator, deliver)
    build(row)
    again = Export.objects.get(pk=row.pk)
    assert (again.storage_key, again.attempt) == (row.storage_key, 1)
    assert archives_in(media_dir) == [file_of(row)]


def test_an_account_that_is_deleted_meanwhile_gets_none(
    api: Api, creator: User, media_dir: Path, monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    row = asked(api, creator)
    finish = archiving._finish

    def deleted(of: Export, **made_: Any) -> None:
        with roles.acting_as("web"):
            delete_account(person=creator, actor=Actor.person(creator.pk))
        finish(of, **made_)

    monkeypatch.setattr(archiving, "_finish", deleted)
    build(row)
    deliver()
    assert archives_in(media_dir) == []
    assert not Export.objects.exclude(state=ExportState.ENDED).exists()


def test_a_deletion_takes_one_that_is_ready(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    made(api, creator, deliver)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    deliver()
    assert archives_in(media_dir) == []
    assert not Export.objects.exists()


def test_whoever_is_shut_out_has_none_any_more(
    api: Api, creator: User, teen: User, moderator: User, deliver: Callable[[], int],
    media_dir: Path,
) -> None:  # fmt: skip
    """A child's account is frozen this way, and one whose parent took the store's consent back."""
    for person in (creator, teen):
        made(api, person, deliver)
    change_standing(person=creator, to=Standing.BANNED, actor=moderator, reason=StandingReason.SPAM)
    freeze(person=teen, actor=Actor.system("tests"), reason=StandingReason.KNOWN_UNDER_13)
    deliver()
    assert archives_in(media_dir) == []
    assert set(Export.objects.values_list("state", flat=True)) == {ExportState.ENDED}
    change_standing(
        person=creator, to=Standing.GOOD, actor=moderator, reason=StandingReason.MISTAKE
    )
    assert ask(Api(), User.objects.get(pk=creator.pk), key="back").status_code == 202


def test_it_ends_after_a_week_and_its_file_goes(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    row = made(api, creator, deliver)
    with later(row, seconds=int(FETCHED_FOR.total_seconds()) + 1):
        shown = Api().get(f"{PATH}/{row.public_id}", as_=User.objects.get(pk=creator.pk))
        assert (shown.json()["state"], shown.json()["download"]) == ("ended", None)
        deliver()
        assert archives_in(media_dir) == []
    with later(row, days=60), roles.acting_as("worker"):
        exports.sweep()
    assert not Export.objects.exists()


def test_a_film_that_is_taken_down_ends_the_archive_that_holds_it(
    api: Api, creator: User, moderator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    post = published(creator)
    row = made(api, creator, deliver)
    assert any(name.startswith("films/") for name in contents(row))
    with transaction.atomic():
        withdraw(locked(post), actor=Actor.person(moderator.pk), reason="rules")
    shown = api.get(f"{PATH}/{row.public_id}", as_=creator).json()
    assert (shown["state"], shown["download"]) == ("ended", None)
    deliver()
    assert archives_in(media_dir) == []


def test_so_does_somebody_in_it_who_takes_their_consent_back(
    api: Api, creator: User, friend: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    post = published(creator)
    assert post.draft is not None
    of_friend = lent(friend)
    used(post.draft, of_friend)
    row = made(api, creator, deliver)
    assert row.files
    hide(of_friend, hidden_through=of_friend.epoch, epoch=of_friend.epoch + 1)
    with roles.acting_as("worker"):
        exports.sweep()
    row.refresh_from_db()
    assert row.state == ExportState.ENDED


def test_an_archive_that_cannot_be_looked_at_keeps_no_other_back(
    api: Api, creator: User, friend: User, deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    published(creator)
    broken, over = made(api, creator, deliver), made(api, friend, deliver)
    assert broken.files

    def breaks(person: User, paths: list[str]) -> bool:
        if person.pk == creator.pk:
            raise RuntimeError
        return False

    monkeypatch.setattr(exporting, "is_taken_back", breaks)
    Export.objects.filter(pk=over.pk).update(ends_at=timezone.now())
    with roles.acting_as("worker"):
        exports.sweep()
    for row, state in ((broken, ExportState.READY), (over, ExportState.ENDED)):
        row.refresh_from_db()
        assert row.state == state


def test_a_film_that_its_maker_deleted_stays_in_it(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    post = published(creator)
    row = made(api, creator, deliver)
    assert post.draft is not None
    path = f"/drafts/{post.draft.public_id}"
    api.delete(f"/posts/{post.public_id}", as_=creator)
    assert api.delete(path, as_=creator).status_code == 204
    deliver()
    shown = api.get(f"{PATH}/{row.public_id}", as_=creator).json()
    assert shown["state"] == "ready"


def test_a_film_that_goes_while_it_is_made_is_named_as_missing(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    post = published(creator)
    assert post.draft is not None
    for asset in post.draft.job.assets.all():
        storage_path(asset.storage_key).unlink()
    row = made(api, creator, deliver)
    assert row.state == ExportState.READY
    assert b'"missing": [\n  "films/' in contents(row)["manifest.json"]


def test_staff_who_are_told_of_nothing_fetch_nothing(
    api: Api, creator: User, friend: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    row = made(api, creator, deliver)
    other = api.get(f"{PATH}/{row.public_id}", as_=friend)
    assert (other.status_code, code_of(other)) == (404, "not_found")
    assert api.get(PATH, as_=friend).json()["results"] == []


def test_nothing_is_left_of_the_scratch(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    made(api, creator, deliver)
    assert not list(Path(settings.SCRATCH_DIR).glob("*/*"))
    assert not [path for path in media_dir.rglob("*") if path.name.endswith(".part")]

"""Files that a store did not move or erase: the clock asks until it has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any

import dramatiq
import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from dramatiq.worker import Worker
from structlog.testing import capture_logs

from audit.models import AuditEvent
from generation import tasks
from generation.holds import QUARANTINED_FOR
from generation.models import Asset, Draft, Job, OwedErasure
from generation.services.cancel import cancel
from generation.services.drafts import delete_draft
from generation.services.files import restore, withdraw
from generation.stages import Stage
from generation.work.erasure import erase_owed
from generation.work.holding import forget_refused
from generation.work.moving import move_files_of
from generation.work.owing import ask_again
from lib.outbox.models import OutboxMessage
from lib.signed_media import exists, move, new_key, storage
from lib.signed_media.errors import StorageAway, StorageDenied
from tests.feed.studio import finished
from tests.generation.studio import Puppet, submitted, worked

Deliver = Callable[[], int]
LATER = timedelta(hours=2)  # longer than anything rests


@pytest.fixture
def draft(creator: Any, media_dir: object) -> Draft:
    return finished(creator)


@contextmanager
def refusing(verb: str, fault: Exception | None = None, *, only: str = "") -> Iterator[None]:
    """The store does not move, or does not delete; all, or one key."""
    real = getattr(storage, verb)

    def refused(key: str, *more: str) -> Any:
        if only in ("", key):
            raise fault or StorageAway("503")
        return real(key, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, verb, refused)
        yield


def later() -> None:
    """All that waits to be asked for again has waited for long enough."""
    for one in Asset.objects.exclude(move_again_at=None):
        times = {"moving_since": one.moving_since, "move_again_at": one.move_again_at}
        earlier = {name: at - LATER for name, at in times.items() if at}
        Asset.objects.filter(pk=one.pk).update(**earlier)
    for owed in OwedErasure.objects.all():
        times = {"since": owed.since - LATER, "again_at": owed.again_at - LATER}
        OwedErasure.objects.filter(pk=owed.pk).update(**times)


def areas(draft: Draft) -> list[str]:
    keys = Asset.objects.filter(job=draft.job_id).values_list("storage_key", flat=True)
    return sorted(key.partition("/")[0] for key in keys if exists(key))


def messages() -> list[tuple[str, list[Any]]]:
    owed = OutboxMessage.objects.filter(sent_at=None).order_by("pk")
    return list(owed.values_list("actor_name", "args"))


@contextmanager
def worker() -> Iterator[Callable[[], None]]:
    """A real one, of the real broker; `done` waits until nothing is left in its queue."""
    broker = dramatiq.get_broker()
    one = Worker(broker, queues={"default"}, worker_threads=2, worker_timeout=100)
    one.start()

    def done() -> None:
        broker.join("default", timeout=60_000)
        one.join()

    try:
        yield done
    finally:
        one.stop()


@pytest.mark.usefixtures("committing")
def test_a_takedown_whose_store_hiccups_is_done_by_a_worker_of_the_clock(draft: Draft) -> None:
    poster = Asset.objects.get(job=draft.job, kind="poster").storage_key
    with worker() as done:
        with refusing("move", only=poster):
            withdraw(draft.job)
            done()
        assert areas(draft) == ["out", "quarantine", "quarantine"], "the others were not kept back"
        tasks.ask_for_owed_files.send()
        done()
        assert areas(draft) == ["out", "quarantine", "quarantine"], "it has just been asked for"
        later()
        tasks.ask_for_owed_files.send()
        done()
    assert areas(draft) == ["quarantine"] * 3
    assert not Asset.objects.exclude(moving_to="", moving_since=None, move_again_at=None).exists()


@pytest.mark.parametrize(
    "fault", [StorageAway("503"), StorageDenied("403"), OSError(5, "i/o")], ids=repr
)
def test_what_comes_back_gets_its_addresses_though_the_store_was_away(
    draft: Draft, deliver: Deliver, fault: OSError
) -> None:
    withdraw(draft.job)
    deliver()
    with refusing("move", fault), capture_logs() as said:
        restore(draft.job)
        deliver()
    assert not Asset.objects.leaving().exists()
    told = [line for line in said if line["event"] == "move_put_off"]
    assert {line["job"] for line in told} == {str(draft.job_id)}
    assert len({line["asset"] for line in told}) == 3
    later()
    assert ask_again() == 1, "one message for all files of a job"
    deliver()
    assert Asset.objects.leaving().count() == 3
    assert areas(draft) == ["out"] * 3


def test_a_master_on_its_way_to_where_masters_are_kept_arrives(
    draft: Draft, deliver: Deliver
) -> None:
    key = new_key("kept", ".mp4")
    film = Asset.objects.get(job=draft.job, kind="video")
    before = move(film.storage_key, f"work/{key}")
    Asset.objects.filter(pk=film.pk).update(kind="master", storage_key=before)
    import_module("generation.migrations.0010_kept_area").move_kept(apps, None)
    with refusing("move", StorageDenied("kept/ is not in the policy")):
        deliver()
    Asset.objects.filter(pk=film.pk).update(created_at=timezone.now() - LATER)
    assert ask_again() == 1, "whoever owed it knew of no times"
    deliver()
    assert Asset.objects.get(pk=film.pk).storage_key == key
    assert exists(key)


def test_a_file_that_is_gone_stands_in_the_log_and_keeps_no_other_back(
    draft: Draft, deliver: Deliver
) -> None:
    lost = Asset.objects.get(job=draft.job, kind="poster")
    storage.delete(lost.storage_key)
    withdraw(draft.job)
    with capture_logs() as said:
        deliver()
    told = [line for line in said if line["event"] == "file_to_move_is_gone"]
    assert {(line["asset"], line["log_level"]) for line in told} == {(lost.pk, "error")}
    assert areas(draft) == ["quarantine"] * 2


def test_it_is_asked_the_more_seldom_the_older_it_is(draft: Draft) -> None:
    withdraw(draft.job)
    owed = Asset.objects.exclude(moving_to="")
    pauses = []
    for days in (0.0, 0.02, 3):
        since = timezone.now() - timedelta(days=days)
        owed.update(moving_since=since, move_again_at=timezone.now())
        assert ask_again() == 1
        at = owed.order_by("move_again_at").values_list("move_again_at", flat=True)[0]
        assert at is not None
        pauses.append(round((at - timezone.now()).total_seconds() / 60))
    assert pauses == [1, 7, 60]


def test_while_the_store_is_away_no_worker_is_sent_there(
    draft: Draft, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(draft.job)
    delete_draft(draft=finished(creator), by=creator)
    OutboxMessage.objects.all().delete()
    later()

    def away() -> str:
        raise StorageAway("503")

    with monkeypatch.context() as patch:
        patch.setattr("generation.work.owing.answers", away)
        assert ask_again() == 0
    assert messages() == []
    assert ask_again() == 2
    assert sorted(name for name, _ in messages()) == ["erase_files", "move_files"]


def test_a_deleted_draft_goes_though_the_store_was_away(
    draft: Draft, creator: Any, deliver: Deliver
) -> None:
    with refusing("delete"), capture_logs() as said:
        delete_draft(draft=draft, by=creator)
        deliver()
    assert areas(draft) == ["out"] * 3
    told = [line for line in said if line["event"] == "erasure_put_off"]
    assert [(line["job"], line["why"]) for line in told] == [(str(draft.job_id), "draft_deleted")]
    assert ask_again() == 0, "not at once"
    later()
    assert ask_again() == 1
    deliver()
    assert not Asset.objects.exists()
    assert not OwedErasure.objects.exists()


def test_one_file_that_is_not_deleted_keeps_no_other(
    draft: Draft, creator: Any, deliver: Deliver
) -> None:
    poster = Asset.objects.get(job=draft.job, kind="poster").storage_key
    with refusing("delete", only=poster):
        delete_draft(draft=draft, by=creator)
        deliver()
    assert areas(draft) == ["out"]
    assert OwedErasure.objects.count() == 1


def test_what_is_released_goes_though_the_store_was_away(
    draft: Draft, creator: Any, deliver: Deliver
) -> None:
    withdraw(draft.job)
    deliver()
    delete_draft(draft=draft, by=creator)
    deliver()
    with refusing("delete"):
        restore(draft.job)
        deliver()
    assert areas(draft) == ["quarantine"]
    later()
    assert ask_again() == 1
    deliver()
    assert not Asset.objects.exists()


def test_what_became_of_nothing_goes_though_the_store_was_away(
    creator: Any, puppet: Callable[..., Puppet], deliver: Deliver
) -> None:
    puppet()
    job = worked(submitted(creator), Stage.RENDER)
    with refusing("delete"):
        cancel(job=job, by=creator)
        deliver()
    later()
    ask_again()
    deliver()
    assert not Asset.objects.exists()
    assert not OwedErasure.objects.exists()


def test_who_owes_it_anew_meanwhile_is_not_forgotten(draft: Draft, creator: Any) -> None:
    delete_draft(draft=draft, by=creator)
    real = storage.delete

    def meanwhile(key: str) -> None:
        if OwedErasure.objects.count() == 1:
            OwedErasure.objects.create(job=draft.job, why="released")
        real(key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "delete", meanwhile)
        erase_owed(draft.job_id)
    assert OwedErasure.objects.get().why == "released"


def test_what_nobody_asked_for_again_before_is_owed_since_the_upgrade(
    draft: Draft, creator: Any, deliver: Deliver
) -> None:
    other = finished(creator)
    delete_draft(draft=draft, by=creator)
    withdraw(other.job)
    OwedErasure.objects.all().delete()
    OutboxMessage.objects.all().delete()
    Asset.objects.update(moving_since=None, move_again_at=None)
    import_module("generation.migrations.0012_owed_files").note_what_is_owed(apps, None)
    assert ask_again() == 2
    deliver()
    assert (areas(draft), areas(other)) == ([], ["quarantine"] * 3)
    assert not Asset.objects.filter(job=draft.job).exists()


def at_its_stated_end(draft: Draft, creator: Any) -> None:
    """Taken down, then deleted by its maker, and its time is over."""
    withdraw(draft.job)
    move_files_of(draft.job_id)
    delete_draft(draft=draft, by=creator)
    erase_owed(draft.job_id)
    then = timezone.now() - QUARANTINED_FOR - timedelta(minutes=1)
    Draft.objects.filter(pk=draft.pk).update(deleted_at=then)


@pytest.mark.usefixtures("committing")
def test_no_row_is_locked_while_a_store_takes_its_time(draft: Draft, creator: Any) -> None:
    at_its_stated_end(draft, creator)
    real, locked = storage.delete, []

    def noted(key: str) -> None:
        locked.append(connection.in_atomic_block)
        real(key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "delete", noted)
        assert forget_refused() == 1
        assert locked == [], "only said, where the row is locked"
        assert areas(draft) == ["quarantine"]
        with worker() as done:
            done()
    assert locked == [False]
    assert not Asset.objects.exists()


def test_what_is_over_goes_though_the_store_was_away_and_is_recorded_once(
    draft: Draft, creator: Any, deliver: Deliver
) -> None:
    at_its_stated_end(draft, creator)
    with refusing("delete"):
        assert forget_refused() == 1
        deliver()
        assert forget_refused() == 0, "it is owed already"
    assert areas(draft) == ["quarantine"]
    assert ends_of(draft.job) == 0
    later()
    assert ask_again() == 1
    deliver()
    erase_owed(draft.job_id)
    assert ends_of(draft.job) == 1
    assert not Asset.objects.exists()


def test_what_is_disputed_before_it_goes_stays(
    draft: Draft, creator: Any, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_its_stated_end(draft, creator)
    assert forget_refused() == 1
    monkeypatch.setattr("generation.work.holding._asked", lambda: [draft.job_id])
    deliver()
    assert areas(draft) == ["quarantine"]
    assert not OwedErasure.objects.exists(), "the night asks anew"


def ends_of(job: Job) -> int:
    ends = AuditEvent.objects.filter(target=job.public_id)
    return ends.filter(action="generation.job.evidence_removed").count()

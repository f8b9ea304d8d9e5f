"""What was hidden is removed by workers, that may be killed anywhere and go on."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from django.utils import timezone

from cameos.models import Cameo, Capability, Revocation
from cameos.revoking import progress
from feed.models import Like, Post
from generation.models import Asset, AssetKind, Draft, Job, OwedErasure, Script
from generation.services import files
from generation.tasks import resume_withdrawals
from generation.work import withdrawing
from generation.work.erasure import erase_owed
from inbox.models import Event
from lib.idempotency.models import StoredAnswer
from lib.outbox.models import OutboxMessage
from lib.signed_media import new_key, placing, storage_path
from tests import roles
from tests.cameos.capabilities.using import issue
from tests.cameos.permissions.lending import EVERYONE, lent, set_level
from tests.cameos.revoking.films import film, hide, shown
from tests.cameos.revoking.taking_back import revoked
from tests.client import Api
from tests.feed.studio import finished


@pytest.fixture(autouse=True)
def media(media_dir: Path) -> Path:
    return Path(media_dir)


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator)


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def remove() -> None:
    """All batches, as the worker, without the broker."""
    with roles.acting_as("worker"):
        for row in Revocation.objects.filter(finished_at=None).order_by("through"):
            withdrawing.withdraw_films(row.pk)
        pay()
        for row in Revocation.objects.filter(finished_at=None).order_by("through"):
            withdrawing.withdraw_films(row.pk)  # as the clock asks, where a payer was killed


def pay() -> None:
    """What is owed, as the clock asks for it."""
    for job_id in set(OwedErasure.objects.values_list("job", flat=True)):
        erase_owed(job_id)


def test_nothing_of_it_is_left(
    api: Api,
    media: Path,
    cameo: Cameo,
    friend: Any,
    stranger: Any,
    deliver: Callable[[], int],
) -> None:
    draft = film(friend, cameo)
    place = f"/drafts/{draft.public_id}/publish"
    posted = api.post(place, {"caption": ""}, as_=friend, key="a-key").json()
    api.put(f"/posts/{posted['id']}/like", as_=stranger)
    urls = [one["url"] for one in posted["assets"].values()]
    Script.objects.create(job=draft.job, lines=[], is_exact=True)
    with placing(f"{draft.job.work_folder}/1/draft.mp4") as path:
        path.write_bytes(b"film")
    other = film(friend, lent(stranger))
    revoked(cameo)
    deliver()
    kept = {asset.storage_key for asset in Asset.objects.all()}
    assert {str(path.relative_to(media)) for path in stored(media)} == kept
    assert set(Asset.objects.values_list("job", flat=True)) == {other.job_id}
    assert not Draft.objects.filter(pk=draft.pk, deleted_at=None).exists()
    assert Post.objects.get().state == "deleted"
    assert not Like.objects.exists()
    assert not Script.objects.exists()
    assert not StoredAnswer.objects.filter(route="draft-publish").exists()
    assert Capability.objects.get(film_id=draft.job_id).gone_at is not None
    for url in urls:
        assert api.client.get(url.partition("8000")[2]).status_code == 404
    done = Revocation.objects.get()
    assert done.finished_at is not None
    assert done.films == 1


def test_its_maker_is_told_and_not_who_it_was(
    cameo: Cameo, friend: Any, creator: Any, deliver: Callable[[], int]
) -> None:
    post = shown(friend, cameo)
    revoked(cameo)
    deliver()
    told = {one.type: one.data for one in Event.objects.filter(person_id=friend.pk)}
    assert told["post.likeness_withdrawn"]["post"] == post.public_id
    assert told["draft.likeness_withdrawn"] == {
        "draft": post.draft.public_id,  # type: ignore[union-attr]
        "generation": post.draft.job.public_id,  # type: ignore[union-attr]
    }
    said = str(list(told.values()))
    assert creator.public_id not in said
    assert cameo.public_id not in said
    assert not Event.objects.filter(person_id=creator.pk, type__contains="withdrawn").exists()


@pytest.mark.parametrize(
    ("scope", "left"),
    [("future_only", {"post", "remix"}), ("hide_existing", {"remix"}), ("also_remixes", set())],
)
def test_each_scope_removes_what_it_hides(
    scope: str, left: set[str], cameo: Cameo, friend: Any
) -> None:
    films = {
        "draft": film(friend, cameo),
        "post": shown(friend, cameo).draft,
        "remix": shown(friend, cameo, inherited=True).draft,
    }
    jobs = {name: one.job_id for name, one in films.items() if one is not None}
    assert jobs.keys() == films.keys()
    revoked(cameo, scope)
    remove()
    there = {name for name, job in jobs.items() if Asset.objects.filter(job=job).exists()}
    assert there == left


def test_what_lies_in_quarantine_goes_too(media: Path, cameo: Cameo, friend: Any) -> None:
    draft = film(friend, cameo)
    files.withdraw(draft.job)
    with roles.acting_as("worker"):
        from generation.work.moving import move_files_of

        move_files_of(draft.job_id)
    assert {path.parts[-3] for path in stored(media)} == {"quarantine"}
    revoked(cameo)
    remove()
    assert not stored(media)


def refused(owner: Any, cameo: Cameo, *, category: str) -> Job:
    draft = film(owner, cameo)
    Draft.objects.filter(pk=draft.pk).delete()
    Asset.objects.filter(job=draft.job).exclude(kind=AssetKind.VIDEO).delete()
    key = new_key("quarantine", ".mp4")
    with placing(key) as path:
        path.write_bytes(b"film")
    Asset.objects.filter(job=draft.job).update(kind=AssetKind.MASTER, storage_key=key)
    Capability.objects.update(completed_at=None)
    Job.objects.filter(pk=draft.job_id).update(
        state="refused", progress=80, error_code="output_moderation", error_stage="inspect",
        refused_for=category,
    )  # fmt: skip
    return Job.objects.get(pk=draft.job_id)


def test_a_refused_film_goes_unless_it_may_be_evidence(cameo: Cameo, friend: Any) -> None:
    job, evidence = (refused(friend, cameo, category=one) for one in ("hate", "child_safety"))
    revoked(cameo)
    remove()
    assert not Asset.objects.filter(job=job).exists()
    (kept,) = Asset.objects.filter(job=evidence)
    assert storage_path(kept.storage_key).is_file()


@pytest.mark.parametrize("category", ["hate", "child_safety"])
@pytest.mark.parametrize("lost", [True, False])
def test_a_film_refused_while_it_was_taken_back_goes_too(
    *, lost: bool, category: str, cameo: Cameo, friend: Any
) -> None:
    """The revocation's worker met it while it ran, and will not come again."""
    job = refused(friend, cameo, category=category)
    if lost:
        hide(cameo, epoch=cameo.epoch + 1)
    with roles.acting_as("worker"):
        withdrawing.withdraw_if_lost(job.pk)
    gone = lost and category == "hate"
    assert Asset.objects.filter(job=job).exists() is not gone
    assert (Capability.objects.get().gone_at is not None) is gone


def test_a_job_that_runs_is_left_to_end_itself(cameo: Cameo, friend: Any) -> None:
    (one,) = issue(cameo, to=friend)
    job = finished(friend).job
    Draft.objects.filter(job=job).delete()
    Job.objects.filter(pk=job.pk).update(
        state="inspected", progress=80, finished_at=None, waiting_since=timezone.now(),
        resend_at=timezone.now(),
    )  # fmt: skip
    Capability.objects.filter(pk=one.capability.pk).update(film_id=job.pk)
    revoked(cameo)
    remove()
    assert Asset.objects.filter(job=job).exists()
    assert Revocation.objects.get().finished_at is not None


class Killed(BaseException):
    """As kill -9 ends a worker: nothing catches it."""


STEPS = [
    "generation.services.withdrawing.forget_about",
    "generation.services.withdrawing.record",
    "generation.services.withdrawing.publish",
    "generation.services.withdrawing.notices.tell_withdrawn",
    "generation.work.withdrawing._owe",
    "generation.work.withdrawing.erase_owed",
    "generation.work.erasure.delete_below",
    "generation.work.erasure.remove_assets",
    "generation.work.erasure.delete",
    "generation.work.erasure.remove_unclaimed",
    "generation.work.erasure.note_gone",
    "generation.work.erasure.note_paid",
    "generation.work.withdrawing.progress.reached",
    "generation.work.withdrawn.progress.one_gone",
    "generation.work.withdrawn.progress.finish",
    "feed.handlers.withdraw_likeness",
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_it_goes_on(
    after: bool, media: Path, cameo: Cameo, friend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in STEPS:
        post = shown(friend, cameo)
        job = post.draft.job  # type: ignore[union-attr]
        job.attempts.create(number=1, stage="finish", worker="w", outgoing=[new_key("out", ".mp4")])
        row = revoked(cameo)
        with monkeypatch.context() as once:
            dying(once, step, after=after)
            with pytest.raises(Killed):
                remove()
        remove()
        assert not stored(media), step
        assert not Draft.objects.filter(deleted_at=None).exists(), step
        assert not Post.objects.exclude(state="deleted").exists(), step
        done = Revocation.objects.get(pk=row.pk)
        assert (done.films, done.finished_at is None) == (1, False), step
        assert Event.objects.filter(about=post.pk, type="post.likeness_withdrawn").count() == 1
        again(cameo)


def again(cameo: Cameo) -> None:
    """Enrolled anew, and open to everyone."""
    Cameo.objects.filter(pk=cameo.pk).update(state="active", ended_at=None)
    cameo.refresh_from_db()
    set_level(cameo, EVERYONE)


def dying(patch: pytest.MonkeyPatch, step: str, *, after: bool) -> None:
    """The worker dies before or after this step does what it does."""
    does = resolve_name(step)

    def die(*args: Any, **kwargs: Any) -> Any:
        if after:
            does(*args, **kwargs)
        raise Killed

    patch.setattr(step, die)


def test_two_workers_at_once_do_no_harm(media: Path, cameo: Cameo, friend: Any) -> None:
    for _ in range(3):
        shown(friend, cameo)
    row = revoked(cameo)
    owed = progress.films_owed(row.pk, most=50)
    remove()
    with roles.acting_as("worker"):
        for capability_id, film_id in owed:  # the other one, that was slower
            withdrawing.withdraw_film(film_id)
            assert not progress.reached(row.pk, capability_id, gone=True)
    assert Revocation.objects.get().films == 3
    assert not stored(media)


def test_batch_after_batch(
    cameo: Cameo, friend: Any, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawing, "BATCH", 2)
    for _ in range(5):
        film(friend, cameo)
    revoked(cameo)
    deliver()
    done = Revocation.objects.get()
    assert (done.films, Asset.objects.count()) == (5, 0)
    assert done.finished_at is not None


def silent() -> None:
    """Nobody heard of it for a while."""
    with roles.acting_as("worker"):
        Revocation.objects.update(touched_at=timezone.now() - timedelta(minutes=5))


def test_what_was_forgotten_is_asked_for_again_and_once(cameo: Cameo, friend: Any) -> None:
    film(friend, cameo)
    row = revoked(cameo)
    OutboxMessage.objects.all().delete()
    assert withdrawing.resume() == 0, "it was heard of just now"
    silent()
    resume_withdrawals.fn()
    (message,) = OutboxMessage.objects.filter(actor_name="withdraw_films")
    assert message.args == [str(row.pk)]
    assert withdrawing.resume() == 0, "its message waits"
    remove()
    OutboxMessage.objects.all().delete()
    silent()
    assert withdrawing.resume() == 0, "it is done"

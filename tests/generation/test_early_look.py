"""What is seen of a film while it is drawn, and would be refused, is not finished (G27)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from accounts.models import User
from generation.models import Asset, Job, Outcome
from generation.services.cancel import cancel
from generation.services.contest import contest
from generation.stages import Stage
from generation.states import JobState
from generation.work.early_look import look_at
from generation.work.reviewed import obey
from lib.signed_media import placing, storage_path
from lib.signed_media.errors import StorageAway, StorageDenied
from moderation.answers import Answer, Hit
from moderation.categories import Category
from moderation.detectors.base import FrameDetector
from moderation.inspection.glancing import glance
from moderation.models import Outcome as Ruled
from moderation.models import Review, Scan
from moderation.services.reviews import decide
from tests.client import Api, code_of
from tests.generation.eyes import Eye
from tests.generation.studio import Puppet, submitted, worked
from tests.staff import at_the_desk

FRAME = np.full((360, 640, 3), 120, np.uint8)
SEXUAL = Hit(Category.SEXUAL, 0.99)
CHILD = Hit(Category.CHILD_SAFETY, 0.99)
Deliver = Callable[[], int]
Use = Callable[..., Puppet]


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`eyes(*detectors)`: those who look while a film is drawn."""

    def use(*detectors: FrameDetector) -> None:
        monkeypatch.setattr("generation.work.early_look.glancing_detectors", lambda: detectors)

    return use


@pytest.fixture
def half_drawn(puppet: Use) -> Puppet:
    """An engine that shows a frame at 30 %."""
    return puppet(0.3, FRAME, 1.0)


def rendered(owner: Any) -> Job:
    return worked(submitted(owner), Stage.RENDER)


def test_what_is_refused_is_not_finished(
    creator: Any, half_drawn: Puppet, eyes: Callable[..., None]
) -> None:
    eyes(Eye((SEXUAL,)))
    job = rendered(creator)
    assert (job.state, job.error_code) == (JobState.REFUSED, "output_moderation")
    assert (job.error_stage, job.refused_for) == (Stage.RENDER, Category.SEXUAL)
    assert job.progress < 60
    assert not list(storage_path(f"{job.work_folder}/1/master.mp4").parent.glob("*.mp4"))
    scan = Scan.objects.get(subject=job.public_id, stage=Stage.RENDER)
    assert [one.category for one in scan.findings.all()] == [Category.SEXUAL]


def test_reviewers_see_what_was_seen_and_its_maker_does_not(
    api: Api, creator: Any, half_drawn: Puppet, eyes: Callable[..., None]
) -> None:
    eyes(Eye((SEXUAL,)))
    job = rendered(creator)
    sheet = Asset.objects.get(job=job)
    assert (sheet.kind, sheet.storage_key.partition("/")[0]) == ("review_sheet", "quarantine")
    assert (sheet.width, sheet.height) == (640, 180)
    assert storage_path(sheet.storage_key).is_file()
    assert sheet.storage_key not in api.get(f"/generations/{job.public_id}", as_=creator).text


@pytest.mark.parametrize(
    "eye",
    [
        Eye((CHILD,)),
        Eye((SEXUAL,), minor=True),
    ],
)
def test_of_child_safety_nothing_is_kept_but_the_scan(
    api: Api, creator: Any, half_drawn: Puppet, eyes: Callable[..., None], eye: Eye
) -> None:
    eyes(eye)
    job = rendered(creator)
    assert job.refused_for == Category.CHILD_SAFETY
    assert not Asset.objects.filter(job=job).exists()
    assert Scan.objects.filter(subject=job.public_id, stage=Stage.RENDER).exists()
    answer = api.post(f"/generations/{job.public_id}/contest", {}, as_=creator)
    assert code_of(answer) == "not_contestable"


@pytest.mark.parametrize(
    "eye", [Eye(), Eye((Hit(Category.SEXUAL, 0.01),)), Eye((SEXUAL,), fault=RuntimeError("away"))]
)
def test_whoever_sees_nothing_or_fails_stops_nothing(
    creator: Any, half_drawn: Puppet, eyes: Callable[..., None], eye: Eye
) -> None:
    """The inspection of the whole film passes nothing without them."""
    eyes(eye)
    assert rendered(creator).state == JobState.RENDERED


def test_one_that_fails_keeps_no_other_from_looking() -> None:
    broken, other = Eye((SEXUAL,), fault=RuntimeError("away")), Eye((SEXUAL,))
    found = glance([FRAME], detectors=[broken, other])
    assert [hit for one in found for hit in one.hits] == [SEXUAL]
    assert other.seen == [(180, 320, 3)]


def test_without_models_nobody_looks(creator: Any, half_drawn: Puppet) -> None:
    assert look_at(submitted(creator)) is None
    assert rendered(creator).state == JobState.RENDERED


def test_a_teen_is_judged_as_one(
    creator: Any, teen: Any, half_drawn: Puppet, eyes: Callable[..., None]
) -> None:
    eyes(Eye((Hit(Category.VIOLENCE, 0.5),)))
    assert rendered(creator).state == JobState.RENDERED
    assert rendered(teen).error_code == "minor_policy"


def test_found_fine_by_a_person_it_is_drawn_again_and_not_stopped_for_it(
    creator: Any, lead: User, half_drawn: Puppet, eyes: Callable[..., None], deliver: Deliver
) -> None:
    eyes(Eye((Hit(Category.VIOLENCE, 0.97),)))
    job = submitted(creator)
    deliver()
    job.refresh_from_db()
    assert job.error_stage == Stage.RENDER
    contest(job=job, by=creator)
    decide(review=Review.objects.get(), by=lead, outcome=Ruled.FINE_FOR_ALL)
    deliver()
    job.refresh_from_db()
    assert job.state == JobState.COMPLETED
    assert not Asset.objects.filter(job=job, kind="review_sheet").exists()
    assert len(half_drawn.renders) == 2


def test_when_it_is_drawn_again_the_old_sheet_goes(
    creator: Any, lead: User, half_drawn: Puppet, eyes: Callable[..., None], as_worker: Any
) -> None:
    eyes(Eye((Hit(Category.VIOLENCE, 0.97),)))
    job = rendered(creator)
    old = storage_path(Asset.objects.get(job=job).storage_key)
    contest(job=job, by=creator)
    review = decide(review=Review.objects.get(), by=lead, outcome=Ruled.FINE_FOR_ALL)
    with as_worker():
        obey(review.pk)
    assert worked(job, Stage.RENDER).state == JobState.RENDERED
    assert [one.kind for one in Asset.objects.filter(job=job)] == ["master"]
    assert not old.exists()


def test_found_fine_of_one_thing_it_is_stopped_for_another(
    creator: Any, lead: User, half_drawn: Puppet, eyes: Callable[..., None], deliver: Deliver
) -> None:
    eyes(Eye((Hit(Category.VIOLENCE, 0.97), Hit(Category.HATE, 0.96))))
    job = submitted(creator)
    deliver()
    job.refresh_from_db()
    contest(job=job, by=creator)
    decide(review=Review.objects.get(), by=lead, outcome=Ruled.FINE_FOR_ALL)
    deliver()
    job.refresh_from_db()
    assert (job.state, job.refused_for) == (JobState.REFUSED, Category.HATE)


@pytest.mark.parametrize(("found", "kept"), [(SEXUAL, False), (CHILD, True)])
def test_who_cancelled_meanwhile_is_told_no_more_than_that(
    creator: Any,
    half_drawn: Puppet,
    eyes: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    found: Hit,
    kept: bool,
) -> None:
    """But what was found about child safety is kept."""
    job = submitted(creator)
    eyes(Eye((found,)))

    def cancelled_meanwhile(*args: Any, **kwargs: Any) -> list[Answer]:
        cancel(job=job, by=creator)
        return glance(*args, **kwargs)

    monkeypatch.setattr("generation.work.early_look.glance", cancelled_meanwhile)
    job = worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == (JobState.CANCELLED, "")
    assert Scan.objects.filter(subject=job.public_id, stage=Stage.RENDER).exists() is kept
    assert job.attempts.get().outcome == Outcome.CANCELLED


@pytest.mark.parametrize("fault", [StorageAway("503"), StorageDenied("403"), OSError(28, "full")])
def test_what_no_store_takes_a_sheet_of_is_refused_all_the_same(
    creator: Any,
    lead: User,
    half_drawn: Puppet,
    eyes: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    fault: OSError,
) -> None:
    """What was seen is not drawn again as if nobody had seen it."""
    eyes(Eye((Hit(Category.VIOLENCE, 0.97),)))

    @contextmanager
    def refused(key: str) -> Iterator[Path]:
        with placing(key) as path:
            yield path
            raise fault

    monkeypatch.setattr("generation.work.early_refusal.placing", refused)
    job = rendered(creator)
    assert (job.state, job.refused_for) == (JobState.REFUSED, Category.VIOLENCE)
    assert Scan.objects.filter(subject=job.public_id, stage=Stage.RENDER).exists()
    assert job.attempts.get().outcome == Outcome.SUCCEEDED
    assert not Asset.objects.filter(job=job).exists()
    contest(job=job, by=creator)
    review = Review.objects.get()
    page = at_the_desk(lead).get(f"/admin/moderation/review/{review.public_id}/decide/")
    assert page.status_code == 200
    assert "Frames of the video" not in page.content.decode()
    assert "violence" in page.content.decode().lower(), "the scan is what there is to go by"

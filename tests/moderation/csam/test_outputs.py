"""On every output and upload; and what becomes of bytes at which nobody may look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from generation.holds import PERSON_AFTER
from generation.models import Asset, AssetKind, Job
from generation.models.assets import FOR_REVIEWERS
from generation.stages import Stage
from generation.states import JobState
from generation.work.holding import sweep_holds
from lib.signed_media import exists
from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors.base import Heard, Source
from moderation.files import digests
from moderation.inspection import Inspection
from moderation.inspection.looking import Looker
from moderation.models import Finding, Review, Scan
from moderation.services.banks import bank_entries
from moderation.services.pictures import UnreadablePicture
from moderation.services.uploads import known_material
from tests.generation.studio import Puppet, submitted, worked
from tests.moderation.banks.conftest import active, adder, bank, proposed, second, third
from tests.moderation.banks.material import grain
from tests.moderation.banks.standin import StandIn, Told
from tests.moderation.csam.service import knows, scores, serve

__all__ = ["active", "adder", "bank", "proposed", "second", "third"]
pytestmark = pytest.mark.django_db
Made = Callable[..., Job]


def look(path: Path, *, detectors: Any, source: Source, **_: Any) -> Inspection:
    """One frame for the service; everything else is assessed and fine."""
    from lib.media.frames import SampledFrame

    fine = dict.fromkeys(set(Category) - {Category.CHILD_SAFETY}, Coverage.ASSESSED)
    answers, failed = [(Surface.FRAME, Answer("test", "1", fine))], set()
    for detector in detectors:
        if detector.name == "csam":
            looker = Looker(detector, source, seconds=60)
            looker.look(SampledFrame(0, 0.0, grain(1)))
            answers += looker.answers()
            failed |= {detector.name} if looker.failed else set()
            looker.close()
    heard = Heard((), True, (), "test", "1")
    return Inspection(answers, [], heard, failed=frozenset(failed))


def look_with_a_classifier(path: Path, **more: Any) -> Inspection:
    """The same, beside a model of pictures that covers child safety too."""
    found = look(path, **more)
    covers = {Category.CHILD_SAFETY: Coverage.ASSESSED}
    found.answers.append((Surface.FRAME, Answer("image_classifier", "1", covers)))
    return found


def look_with_one_that_failed(path: Path, *, elsewhere: bool, **more: Any) -> Inspection:
    """The same, beside a detector that was there to answer and did not."""
    found = look(path, **more)
    found.answers.append((Surface.FRAME, Answer("own", "1")))
    failed = found.failed | {"own"}
    return replace(
        found, failed=failed, failed_elsewhere=frozenset({"own"}) if elsewhere else frozenset()
    )


@pytest.fixture
def made(
    creator: Any, puppet: Callable[..., Puppet], monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> Made:  # fmt: skip
    def make(how: Any = look, *, minor: bool = False) -> Job:
        puppet()
        monkeypatch.setattr("generation.work.inspecting.inspect_film", how)
        job = worked(submitted(creator), Stage.RENDER)
        settings.PROFILE, settings.PRODUCTION = "production", True
        Job.objects.filter(pk=job.pk).update(depicts_minor=minor)
        return worked(job, Stage.INSPECT)

    return make


def shown_to_reviewers(job: Job) -> list[str]:
    rows = Asset.objects.filter(job=job, kind__in=sorted(FOR_REVIEWERS))
    return sorted(row.kind for row in rows if exists(row.storage_key))


def test_what_it_finds_fine_goes_on(made: Made, service: StandIn) -> None:
    job = made()
    assert job.state not in {JobState.HELD, JobState.REFUSED}
    scan = Scan.objects.get(stage="inspect")
    assert (scan.verdict, scan.lacking) == ("allow", [])
    assert scan.coverage["frame"]["child_safety"] == "assessed"


@pytest.mark.parametrize("fault", ["down", "none named", "half"])
def test_without_its_answer_a_film_is_held_and_shown_to_nobody(
    made: Made, service: StandIn, settings: Settings, fault: str
) -> None:
    if fault == "none named":
        settings.CSAM_SERVICE_URL = ""
    elif fault == "down":
        service.in_turn(Told(503))
    else:
        serve(service, lambda item: {"id": item["id"], "match": "none"})
    job = made()
    assert (job.state, job.held_for) == (JobState.HELD, "unassessed")
    assert ["frame", "child_safety"] in Scan.objects.get(stage="inspect").lacking
    assert shown_to_reviewers(job) == []


def test_a_classifier_that_covers_child_safety_makes_up_for_no_silence_of_it(
    made: Made, service: StandIn
) -> None:
    service.in_turn(Told(503))
    job = made(look_with_a_classifier)
    assert (job.state, job.held_for) == (JobState.HELD, "unassessed")
    assert shown_to_reviewers(job) == []


def test_beside_such_a_classifier_its_answer_passes(made: Made, service: StandIn) -> None:
    assert made(look_with_a_classifier).state not in {JobState.HELD, JobState.REFUSED}


@pytest.mark.parametrize(
    ("elsewhere", "service_answers", "minor", "asked"),
    [
        (True, True, False, True),
        (False, True, False, False),
        (True, False, False, False),
        (True, True, True, False),  # with a minor in it, what is sexual is child safety
    ],
)
def test_a_person_is_asked_after_a_day_unless_whoever_watches_over_children_was_silent(
    made: Made, service: StandIn, as_worker: Any, elsewhere: bool, service_answers: bool,
    minor: bool, asked: bool,
) -> None:  # fmt: skip
    if not service_answers:
        service.in_turn(Told(503))
    job = made(partial(look_with_one_that_failed, elsewhere=elsewhere), minor=minor)
    assert (job.state, job.held_for) == (JobState.HELD, "unassessed")
    lacking = {category for _, category in Scan.objects.get(stage="inspect").lacking}
    assert lacking >= {"sexual", "violence", "self_harm"}
    assert ("child_safety" not in lacking) is (asked or minor)
    assert ("review_sheet" in shown_to_reviewers(job)) is asked
    Job.objects.update(held_since=timezone.now() - PERSON_AFTER - timedelta(minutes=1))
    with as_worker():
        sweep_holds()
    assert Review.objects.filter(subject=job.public_id).exists() is asked


@pytest.mark.parametrize("why", ["a picture", "its file", "the classifier", "a bank of files"])
def test_what_it_finds_lies_in_quarantine_without_a_picture_for_anybody(
    made: Made, service: StandIn, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "a picture":
        serve(service, knows(1))
    elif why == "its file":
        monkeypatch.setattr(
            "generation.work.inspecting.digests", lambda path: _told(service, digests(path))
        )
    elif why == "the classifier":
        serve(service, scores(0.9))
    else:
        _bank_all_files(monkeypatch)
    job = made()
    assert job.state == JobState.REFUSED
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    assert master.storage_key.startswith("quarantine/")
    assert shown_to_reviewers(job) == []
    bases = set(Finding.objects.filter(category="child_safety").values_list("basis", flat=True))
    assert ("trusted_exchange" in bases) is (why in {"a picture", "its file"})


def _told(service: StandIn, files: Any) -> Any:
    serve(service, knows(md5=files.md5))
    return files


def _bank_all_files(monkeypatch: pytest.MonkeyPatch) -> None:
    from moderation.answers import Hit, Ruling

    hit = Hit(Category.CHILD_SAFETY, 1.0, term="e", ruling=Ruling.BLOCK)
    answer = Answer("file_bank", "1", {Category.CHILD_SAFETY: Coverage.PARTIAL}, (hit,))
    monkeypatch.setattr("generation.work.inspecting.file_answer", lambda files: answer)


def test_a_low_score_hides_nothing_from_reviewers(
    made: Made, service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told of every film; something else holds this one."""
    from moderation.answers import Hit, Ruling

    hit = Hit(Category.HATE, 1.0, ruling=Ruling.REVIEW)
    answer = Answer("file_bank", "1", {}, (hit,))
    monkeypatch.setattr("generation.work.inspecting.file_answer", lambda files: answer)
    job = made()
    assert job.state == JobState.HELD
    assert "review_sheet" in shown_to_reviewers(job)


def saved(path: Path, *seeds: int) -> Path:
    first, *others = [Image.fromarray(grain(seed)) for seed in seeds]
    first.save(path, save_all=bool(others), append_images=others) if others else first.save(path)
    return path


def test_an_upload_is_matched_as_it_came(service: StandIn, tmp_path: Path) -> None:
    serve(service, knows(7))
    evidence = known_material(saved(tmp_path / "a.png", 7))
    assert evidence.surface == Surface.REFERENCE_IMAGE
    by_name = {answer.detector: answer for answer in evidence.answers}
    assert set(by_name) == {"file_bank", "hash_bank", "csam"}
    assert by_name["csam"].hits[0].score == 1.0
    serve(service, knows(md5=digests(tmp_path / "a.png").md5))
    assert known_material(tmp_path / "a.png").answers[-1].hits[0].score == 1.0


def test_every_picture_of_an_animated_upload_is_looked_at(
    service: StandIn, active: Any, tmp_path: Path
) -> None:
    serve(service, knows(9))
    active(8)
    assert len(bank_entries()) == 1
    path = tmp_path / "a.webp"
    first, *others = [Image.fromarray(grain(seed)) for seed in (1, 8, 9)]
    first.save(path, save_all=True, append_images=others, lossless=True)
    by_name = {answer.detector: answer for answer in known_material(path).answers}
    assert [hit.start_s for hit in by_name["hash_bank"].hits] == [1.0]
    assert [hit.start_s for hit in by_name["csam"].hits if hit.term] == [2.0]


def test_an_upload_that_nobody_answers_for_is_not_assessed(
    service: StandIn, tmp_path: Path
) -> None:
    service.in_turn(Told(500))
    answers = known_material(saved(tmp_path / "a.png", 7)).answers
    assert all(Category.CHILD_SAFETY not in answer.coverage for answer in answers)


def test_an_upload_of_too_many_pictures_or_none_is_refused(
    service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.services.uploads.MOST_PICTURES", 2)
    path = tmp_path / "a.gif"
    first, *others = [Image.fromarray(np.asarray(grain(seed))) for seed in (1, 2, 3)]
    first.save(path, save_all=True, append_images=others)
    with pytest.raises(UnreadablePicture, match="too many"):
        known_material(path)
    (tmp_path / "b.png").write_bytes(b"no picture")
    with pytest.raises(UnreadablePicture):
        known_material(tmp_path / "b.png")

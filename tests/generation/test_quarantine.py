"""Films that do not pass: where their bytes go, who sees what of them, what releases them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from generation.holds import QUARANTINED_FOR
from generation.models import Asset, Job
from generation.services.contest import contest
from generation.states import JobState
from generation.work.holding import forget_refused
from generation.work.reviewed import obey
from lib.signed_media import exists
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import Heard
from moderation.inspection import Inspection
from moderation.models import Outcome, Review, ReviewState, Scan
from moderation.services.reviews import decide
from tests.answering import answering
from tests.client import Api, code_of
from tests.generation.holding import now_is, sweep
from tests.generation.studio import Puppet, submitted

CRUEL = Hit(Category.VIOLENCE, 0.97)
Use = Callable[..., None]
Deliver = Callable[[], int]


def inspection(*hits: Hit, complete: bool = True) -> Inspection:
    gaps = () if complete else ((1.0, 2.5),)
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    return Inspection(
        answers=[(Surface.FRAME, Answer("test", "1", coverage, hits))],
        on_screen=[],
        heard=Heard((), complete=complete, unexplained=gaps, detector="test", version="1"),
    )


def rendered(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, seen: Inspection
) -> Job:
    monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda path, **_: seen)
    job = submitted(creator)
    deliver()
    return Job.objects.get(pk=job.pk)


def test_a_film_that_says_what_nobody_asked_for_is_held_with_its_time(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    job = rendered(monkeypatch, creator, deliver, inspection(complete=False))
    assert (job.state, job.held_stage) == (JobState.HELD, "inspect")
    assert Scan.objects.get(stage="inspect").gaps == [{"start_s": 1.0, "end_s": 2.5}]


@pytest.mark.parametrize("complete", [True, False])
def test_bytes_that_do_not_pass_leave_the_folder_of_work(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
    complete: bool,
) -> None:
    puppet()
    seen = inspection(*([CRUEL] if complete else []), complete=complete)
    job = rendered(monkeypatch, creator, deliver, seen)
    keys = dict(Asset.objects.values_list("kind", "storage_key"))
    assert set(keys) == {"master", "review_sheet", "review_sound"}
    assert all(key.startswith("quarantine/") and exists(key) for key in keys.values())
    assert not exists(f"{job.work_folder}/1/master.mp4")


def test_no_picture_is_derived_where_it_is_a_matter_of_child_safety(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    seen = inspection(Hit(Category.CHILD_SAFETY, 1.0))
    rendered(monkeypatch, creator, deliver, seen)
    assert list(Asset.objects.values_list("kind", flat=True)) == ["master"]


def test_a_quarantined_film_that_is_released_leaves_nothing_there(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    lead: User,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    job = rendered(monkeypatch, creator, deliver, inspection(CRUEL))
    kept = [*Asset.objects.values_list("storage_key", flat=True)]
    contest(job=job, by=creator)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ADULTS)
    deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.COMPLETED
    assert not [key for key in kept if exists(key)]


def test_quarantine_is_emptied_after_its_time_unless_it_is_disputed(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    deliver: Deliver,
    as_worker: Any,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    job = rendered(monkeypatch, creator, deliver, inspection(CRUEL))
    keys = [*Asset.objects.values_list("storage_key", flat=True)]
    contest(job=job, by=creator)
    then = timezone.now() - QUARANTINED_FOR - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(finished_at=then)
    with as_worker():
        assert forget_refused() == 0
    Review.objects.update(state=ReviewState.LAPSED)
    with as_worker():
        assert forget_refused() == 1
    deliver()
    assert not [key for key in keys if exists(key)]


def test_a_decision_about_an_earlier_stage_releases_no_later_one(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    lead: User,
    deliver: Deliver,
    as_worker: Any,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    job = rendered(monkeypatch, creator, deliver, inspection(complete=False))
    Review.objects.create(
        subject=job.public_id, person_id=creator.pk, stage="screen", cause="unassessed"
    )
    review = decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ALL)
    with as_worker():
        obey(review.pk)
    assert Job.objects.get(pk=job.pk).state == JobState.HELD


def spoken(words: str) -> Inspection:
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    return Inspection(
        answers=[(Surface.FRAME, Answer("test", "1", coverage))],
        on_screen=[],
        heard=Heard(
            ((words, 0.5, 2.0),), complete=True, unexplained=(), detector="test", version="1"
        ),
    )


@pytest.mark.parametrize(
    ("words", "state"),
    [("I will fight you", JobState.COMPLETED), ("something else", JobState.REFUSED)],
)
def test_only_the_words_that_a_person_read_are_fine_when_they_are_spoken(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    lead: User,
    screener_answers: Use,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
    words: str,
    state: JobState,
) -> None:
    puppet()
    screener_answers(answering(CRUEL))
    monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda path, **_: spoken(words))
    job = submitted(creator, prompt='A play. A man says "I will fight you!"')
    contest(job=job, by=creator)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    assert Job.objects.get(pk=job.pk).state == state


def test_what_is_heard_bears_its_time(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    screener_answers: Use,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    screener_answers(answering(CRUEL, where="threat"))
    monkeypatch.setattr(
        "generation.work.inspecting.inspect_film", lambda path, **_: spoken("threat")
    )
    submitted(creator)
    deliver()
    finding = Scan.objects.get(stage="inspect").findings.get()
    assert (finding.surface, finding.start_s, finding.end_s) == ("transcript", 0.5, 2.0)


def test_a_film_refused_for_child_safety_is_contested_with_nobody_here(
    monkeypatch: pytest.MonkeyPatch,
    api: Api,
    creator: Any,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    job = rendered(monkeypatch, creator, deliver, inspection(Hit(Category.CHILD_SAFETY, 1.0)))
    answer = api.post(f"/generations/{job.public_id}/contest", {}, as_=creator)
    assert code_of(answer) == "not_contestable"


def test_pictures_made_while_it_was_unclear_go_when_it_is_a_matter_of_child_safety(
    monkeypatch: pytest.MonkeyPatch,
    creator: Any,
    deliver: Deliver,
    as_worker: Any,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    job = rendered(monkeypatch, creator, deliver, inspection(complete=False))
    shown = Asset.objects.get(kind="review_sheet").storage_key
    seen = inspection(Hit(Category.CHILD_SAFETY, 1.0))
    monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda path, **_: seen)
    now_is(job, held_for=timedelta(minutes=5))
    sweep(as_worker)
    deliver()
    assert list(Asset.objects.values_list("kind", flat=True)) == ["master"]
    assert not exists(shown)


def test_half_written_files_of_a_killed_worker_go_after_an_hour(
    media_dir: Any, as_worker: Any
) -> None:
    import os
    import time

    from generation.work.leftovers import remove_leftovers

    old, young = (media_dir / "quarantine" / "ab" / name for name in (".0a.mp4", ".0b.mp4"))
    old.parent.mkdir(parents=True)
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    with as_worker():
        remove_leftovers()
    assert (old.exists(), young.exists()) == (False, True)

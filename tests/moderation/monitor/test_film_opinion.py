"""What the monitor says of a rendered film decides with the others, and never for them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feed.services.verdicts import rating_of_film
from generation.models import Draft
from generation.stages import Stage
from generation.states import JobState
from generation.work.beside import look
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.inspection import Inspection
from moderation.models import Finding, Review
from tests.generation.studio import Puppet, seen_nothing, submitted, worked
from tests.moderation.monitor import server
from tests.moderation.monitor.conftest import Against
from tests.moderation.monitor.jobs import fresh, looked_again
from tests.moderation.monitor.server import saying, status

Use = Callable[..., Puppet]
Deliver = Callable[[], int]
pytestmark = pytest.mark.django_db

DOUBT = saying(violence=0.85)


def test_a_doubt_lets_it_be_drawn_and_asks_a_person(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(DOUBT, saying())
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    held = fresh(job)
    assert (held.state, held.held_for, held.held_stage) == (JobState.HELD, "review", "inspect")
    assert Review.objects.get().cause == "disagreement"


@pytest.mark.parametrize(
    "respond", [status(401), server.writing(lambda good: "No.")], ids=["401", "words"]
)
def test_a_monitor_that_does_not_answer_holds_and_later_lets_go(
    creator: Any, against: Against, puppet: Use, deliver: Deliver, respond: server.Respond
) -> None:
    monitor = against(respond)
    puppet()
    job = submitted(creator)
    deliver()
    held = fresh(job)
    assert (held.state, held.held_for, held.held_stage) == (JobState.HELD, "unassessed", "inspect")
    assert not Draft.objects.exists()
    monitor.respond = saying()
    assert looked_again(job, deliver).state == JobState.COMPLETED
    assert rating_of_film(job).fits_under_18


def test_a_film_with_what_words_did_not_say_is_refused(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(saying(), saying(hate=0.95))
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    refused = fresh(job)
    assert (refused.error_code, refused.refused_for) == ("output_moderation", "hate")
    assert Review.objects.get().cause == "disagreement"


def test_when_others_block_and_it_would_not_a_person_looks_and_nothing_leaves(
    creator: Any,
    against: Against,
    puppet: Use,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    against()
    puppet()
    bloody = Answer(
        "frames", "1", dict.fromkeys(Category, Coverage.ASSESSED), (Hit(Category.VIOLENCE, 0.99),)
    )

    def seen(path: Path, **more: Any) -> Inspection:
        found = seen_nothing(path, **more)
        return Inspection([(Surface.FRAME, bloody)], found.on_screen, found.heard)

    monkeypatch.setattr("generation.work.inspecting.inspect_film", seen)
    job = submitted(creator)
    deliver()
    assert fresh(job).state == JobState.REFUSED
    assert (Review.objects.get().cause, Review.objects.get().stage) == ("disagreement", "inspect")


def test_its_fine_stands_in_for_nobody(
    creator: Any,
    against: Against,
    puppet: Use,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What no detector of frames assessed stays unassessed, however calm the monitor is."""
    against()
    puppet()
    blind = Inspection([(Surface.FRAME, Answer("frames", "1"))], [], seen_nothing(Path()).heard)
    monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda path, **_: blind)
    job = submitted(creator)
    deliver()
    assert (fresh(job).state, fresh(job).held_for) == (JobState.HELD, "unassessed")


def test_a_film_that_was_inspected_before_there_was_a_monitor_goes_back(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    puppet()
    job = worked(submitted(creator), Stage.RENDER, Stage.INSPECT, Stage.LIKENESS)
    assert job.state == JobState.CLEARED
    against()
    worked(job, Stage.FINISH)
    assert (fresh(job).state, job.held_stage) == (JobState.HELD, "inspect")
    assert looked_again(job, deliver).state == JobState.COMPLETED


def test_a_film_from_before_it_came_is_rated_as_it_was(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    puppet()
    job = submitted(creator)
    deliver()
    before = rating_of_film(job)
    assert before.fits_under_18
    against()
    assert rating_of_film(job) == before


def test_what_it_found_keeps_a_film_from_the_public_feed(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(saying(violence=0.6), saying())
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    assert fresh(job).state == JobState.COMPLETED
    rating = rating_of_film(job)
    assert (rating.fits_adults, rating.fits_under_18) == (True, False)


def test_drift_asks_a_person(creator: Any, against: Against, puppet: Use, deliver: Deliver) -> None:
    against(saying(), saying(drift=0.9))
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    assert (fresh(job).state, fresh(job).held_for) == (JobState.HELD, "review")
    assert Finding.objects.filter(term="monitor:drift").exists()

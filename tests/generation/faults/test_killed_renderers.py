"""A render worker with a model of diffusers, killed by SIGKILL at each stage of a film."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation import limits
from generation.models import Asset, Draft, Job, Outcome
from generation.states import JobState
from tests.generation.aftermath import assert_made_once, assert_nothing_else_lies_there
from tests.generation.faults import tripwire
from tests.generation.faults.renderer import (
    Renderer,
    counted,
    rendered,
    taken_back,
    tries,
    until_done,
)
from tests.generation.studio import submitted

pytestmark = pytest.mark.slow
Deliver = Callable[[], int]
LOST = (Outcome.LOST, "lease_ran_out")
DRAWN = (Outcome.SUCCEEDED, "")


def killed_at(place: str, renderer: Renderer, creator: Any) -> Job:
    """A job, as its worker left it."""
    tripwire.trip_at(renderer.wire, place)
    job = submitted(creator, engine="films")
    renderer.works()
    renderer.dies(place)
    return job


# The first of them needs a model that is not loaded; the others find it warm.
@pytest.mark.parametrize("place", ["loading", "denoising", "decoding", "encoding", "settling"])
def test_the_next_worker_makes_it_once(
    renderer: Renderer, creator: Any, media_dir: Path, deliver: Deliver, place: str
) -> None:
    if place == "loading":
        renderer.ends()
    job = killed_at(place, renderer, creator)
    taken_back(job)
    assert counted(creator) == 1
    renderer.works()
    rendered(job)
    assert tries(job) == [LOST, DRAWN]
    assert until_done(deliver, job).state == JobState.COMPLETED
    assert_made_once(job, media_dir)
    assert_nothing_else_lies_there(media_dir)
    assert counted(creator) == 1


def test_what_was_drawn_when_its_worker_was_killed_is_not_drawn_again(
    renderer: Renderer, creator: Any, media_dir: Path, deliver: Deliver
) -> None:
    job = killed_at("settled", renderer, creator)
    assert until_done(deliver, job).state == JobState.COMPLETED
    assert tries(job) == [DRAWN]
    assert_made_once(job, media_dir)
    assert_nothing_else_lies_there(media_dir)


@pytest.mark.parametrize(
    "places",
    [("loading", "denoising", "decoding"), ("encoding", "settling", "settling")],
    ids=["drawn", "put away"],
)
def test_a_film_that_kills_every_worker_is_given_up_and_costs_its_maker_nothing(
    renderer: Renderer, creator: Any, media_dir: Path, deliver: Deliver, places: tuple[str, ...]
) -> None:
    assert len(places) == limits.MAX_ATTEMPTS
    renderer.ends()
    job = killed_at(places[0], renderer, creator)
    taken_back(job)
    for place in places[1:]:
        assert counted(creator) == 1
        tripwire.trip_at(renderer.wire, place)
        renderer.works()
        renderer.dies(place)
        taken_back(job)
    assert until_done(deliver, job).state == JobState.FAILED
    assert (job.error_code, job.error_stage) == ("internal", "render")
    assert tries(job) == [LOST] * limits.MAX_ATTEMPTS
    assert counted(creator) == 0
    assert not Draft.objects.exists()
    assert not Asset.objects.exists()
    assert_nothing_else_lies_there(media_dir)

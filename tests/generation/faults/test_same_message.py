"""A message that comes three times: what it asks for is done once."""

from pathlib import Path
from typing import Any

import dramatiq
import pytest

from generation.models import Attempt, JobTransition, Outcome
from generation.stages import Stage
from generation.states import JobState
from generation.tasks import render_job
from generation.work.erasure import tidy
from tests.generation.aftermath import assert_made_once, assert_nothing_else_lies_there
from tests.generation.faults.renderer import Renderer, counted, rendered, tries
from tests.generation.studio import submitted, worked

pytestmark = pytest.mark.slow
TIMES = 3
PATIENCE_MS = 300_000


def test_it_is_drawn_looked_at_and_finished_once(
    renderer: Renderer, creator: Any, media_dir: Path
) -> None:
    job = submitted(creator, engine="films")
    for _ in range(TIMES - 1):
        render_job.send(str(job.pk))
    broker: Any = dramatiq.get_broker()
    assert broker.do_qsize("render") == TIMES
    renderer.works()
    rendered(job)
    broker.join("render", timeout=PATIENCE_MS)
    assert tries(job) == [(Outcome.SUCCEEDED, "")]
    assert [path.name for path in media_dir.rglob("*") if path.is_file()] == ["master.mp4"]
    worked(job, *(stage for stage in (Stage.INSPECT, Stage.LIKENESS, Stage.FINISH)
                  for _ in range(TIMES)))  # fmt: skip
    for _ in range(TIMES):
        tidy(job.pk)
    assert job.state == JobState.COMPLETED
    done = Attempt.objects.filter(job=job).order_by("number")
    assert list(done.values_list("stage", "outcome")) == [
        (stage, Outcome.SUCCEEDED)
        for stage in (Stage.RENDER, Stage.INSPECT, Stage.LIKENESS, Stage.FINISH)
    ]
    moves = JobTransition.objects.filter(subject_id=job.pk).values_list("to_state", flat=True)
    assert len(moves) == len(set(moves)), "no state is entered twice"
    assert_made_once(job, media_dir)
    assert_nothing_else_lies_there(media_dir)
    assert counted(creator) == 1

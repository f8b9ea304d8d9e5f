"""The broker is killed while some films wait and one is drawn: each is made, and made once."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from generation.models import Job, Outcome
from generation.states import JobState
from generation.work.sweeping import sweep_all
from lib.outbox.models import OutboxMessage
from tests.generation.aftermath import assert_made_once, begun, is_in
from tests.generation.crew import eventually
from tests.generation.faults.broker import DURABLE, VOLATILE, Broker, broker_of_its_own
from tests.generation.faults.renderer import Renderer, rendered, tries, until_done
from tests.generation.studio import lose_message, submitted

pytestmark = pytest.mark.slow


@pytest.fixture(params=[DURABLE, VOLATILE], ids=["kept", "forgotten"])
def broker(request: pytest.FixtureRequest, renderer: Renderer, tmp_path: Path) -> Iterator[Broker]:
    """As `make run` starts it, and one that loses all that it held."""
    keeps: Sequence[str] = request.param
    with broker_of_its_own(tmp_path / "broker", keeps=keeps) as own:
        yield own
        renderer.ends()


def test_a_broker_killed_in_the_middle_of_a_queue(
    broker: Broker,
    renderer: Renderer,
    request: pytest.FixtureRequest,
    creator: Any,
    friend: Any,
    media_dir: Path,
    deliver: Callable[[], int],
) -> None:
    first, second = (submitted(creator, engine="films") for _ in range(2))
    renderer.works()
    eventually(begun(first, 1))
    broker.kill()
    late = submitted(friend, engine="films")
    assert late.state == JobState.QUEUED
    assert OutboxMessage.objects.filter(actor_name="render_job", sent_at=None).exists()
    eventually(is_in(first, JobState.RENDERED))
    broker.start()
    if "forgotten" in request.node.callspec.id:
        for job in Job.objects.filter(state=JobState.QUEUED):
            lose_message(job)  # or the clock would wait a minute

    def clock() -> bool:
        sweep_all()
        return not Job.objects.exclude(state=JobState.RENDERED).exists()

    eventually(clock, every=0.5)
    rendered(first, second, late)
    assert not OutboxMessage.objects.filter(sent_at=None, actor_name="render_job").exists()
    for job in (first, second, late):
        assert until_done(deliver, job).state == JobState.COMPLETED
        assert tries(job) == [(Outcome.SUCCEEDED, "")]
        assert_made_once(job, media_dir)

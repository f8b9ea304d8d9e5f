"""What was begun with a picture that somebody attested, however many steps ago: it leaves the house
never, and ends with the switch (C24)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cameos.models import AttestationSwitch
from generation import input_images
from generation.engines import registry
from generation.models import Band, Draft, Job, Offer
from generation.quota import counted
from generation.stages import Stage
from generation.work import putting, rendering
from tests.client import Api, code_of
from tests.generation.studio import Puppet, worked
from tests.generation.tools.begun import begin_with, sent
from tests.generation.tools.making import PROMPT, job_of, settled, settled_by, want

pytestmark = pytest.mark.django_db
WORDS = {"prompt": PROMPT, "seconds": 4}
# tool, how often the same draft is a source, the rest of the body
DRAWN: list[tuple[str, int, dict[str, Any]]] = [
    ("extend", 1, WORDS),
    ("fill", 2, WORDS),
    ("remix", 1, {"prompt": PROMPT}),
]
CUT: list[tuple[str, int, dict[str, Any]]] = [("recut", 1, {}), ("loop", 1, {}), ("blend", 2, {})]
OVER = ("cancelled", "consent_ended")


@pytest.fixture(autouse=True)
def _on(db: None, media_dir: Path) -> None:
    AttestationSwitch.objects.create(turned_on_by="staff", reason="counsel agreed")


def off() -> None:
    AttestationSwitch.objects.all().delete()


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The operator has the model drawn elsewhere from here on."""

    def move() -> None:
        one = registry._ENGINES["sketch"]
        there = replace(one.capabilities, processor="A farm; Iceland; a day")
        monkeypatch.setitem(registry._ENGINES, "sketch", replace(one, capabilities=there))
        Offer.objects.get_or_create(engine="sketch", band=Band.ADULT, set_by="the test")

    return move


@pytest.fixture
def attested(api: Api, creator: Any, blank_film: Path) -> Draft:
    """Two steps from the picture: a cut of what began with it."""
    begun = settled_by(begin_with(api, creator, sent(creator, state="attested")), blank_film)
    return settled_by(want(api, creator, "loop", begun), blank_film)


def refused(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, code_of(answer), answer.json()["errors"][0]["attr"]


def test_nothing_that_goes_back_to_it_is_drawn_elsewhere(
    api: Api, creator: Any, attested: Draft, blank_film: Path, moved: Callable[[], None]
) -> None:
    plain = settled_by(begin_with(api, creator, sent(creator)), blank_film)
    moved()
    before = Job.objects.count()
    for tool, times, body in DRAWN:
        answer = want(api, creator, tool, *[attested] * times, **body)
        assert refused(answer) == (422, "tool_not_offered", "sources"), tool
    assert Job.objects.count() == before
    assert want(api, creator, "recut", attested).status_code == 202
    assert want(api, creator, "extend", plain, **WORDS).status_code == 202


def test_an_engine_that_moved_meanwhile_is_handed_nothing(
    api: Api, creator: Any, attested: Draft, studio: Puppet, moved: Callable[[], None]
) -> None:
    job = job_of(want(api, creator, "extend", attested, **WORDS))
    moved()
    worked(job, Stage.RENDER)
    assert ((job.state, job.error_code), studio.renders) == (OVER, [])


def test_a_first_frame_stays_here_when_its_engine_moves(
    api: Api, creator: Any, studio: Puppet, moved: Callable[[], None]
) -> None:
    job = job_of(begin_with(api, creator, sent(creator, state="attested")))
    moved()
    worked(job, Stage.RENDER)
    assert ((job.state, job.error_code), studio.renders) == (OVER, [])


def test_switched_off_nothing_is_made_of_it(
    api: Api, creator: Any, attested: Draft, blank_film: Path
) -> None:
    plain = settled_by(want(api, creator), blank_film)
    off()
    before = Job.objects.count()
    for tool, times, body in [*DRAWN, *CUT]:
        answer = want(api, creator, tool, *[attested] * times, **body)
        assert refused(answer) == (422, "source_not_available", "sources"), tool
    assert Job.objects.count() == before
    assert want(api, creator, "recut", plain).status_code == 202


@pytest.mark.parametrize("begun", ["with it", "with a video"])
def test_switched_off_before_it_is_drawn_nothing_is_drawn_and_nothing_counts(
    begun: str, api: Api, creator: Any, attested: Draft, studio: Puppet
) -> None:
    picture = sent(creator, state="attested")
    answer = (
        begin_with(api, creator, picture)
        if begun == "with it"
        else want(api, creator, "remix", attested, prompt=PROMPT)
    )
    job = job_of(answer)
    off()
    worked(job, Stage.RENDER)
    assert ((job.state, job.error_code), studio.renders) == (OVER, [])
    assert job not in counted(creator)


def test_switched_off_while_it_is_drawn_the_drawing_stops(
    api: Api, creator: Any, attested: Draft, studio: Puppet
) -> None:
    job = job_of(want(api, creator, "remix", attested, prompt=PROMPT))
    later: list[str] = []
    studio.steps = (0.0, off, lambda: later.append("drawn on"), 1.0)
    worked(job, Stage.RENDER)
    assert ((job.state, job.error_code), later) == (OVER, [])
    assert job not in counted(creator)


def test_what_it_goes_back_to_is_walked_once_for_the_drawing_and_once_for_the_writing(
    api: Api, creator: Any, attested: Draft, studio: Puppet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is a recursive query; it was six."""
    asked: list[bool] = []
    walk = input_images.rests_on_attested

    def walked(films: Iterable[UUID]) -> bool:
        asked.append(walk(films))
        return asked[-1]

    job = job_of(want(api, creator, "remix", attested, prompt=PROMPT))
    monkeypatch.setattr(input_images, "rests_on_attested", walked)
    worked(job, Stage.RENDER)
    assert (job.state, asked) == ("rendered", [True, True])


@pytest.mark.parametrize("tool", ["with it", "remix"])
def test_switched_off_when_it_is_drawn_it_is_not_written(
    tool: str, api: Api, creator: Any, attested: Draft, studio: Puppet,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Found attested at the beginning, asked whether that stands at the end."""
    answer = (
        begin_with(api, creator, sent(creator, state="attested"))
        if tool == "with it"
        else want(api, creator, tool, attested, prompt=PROMPT)
    )
    job = job_of(answer)

    def put_and_switch_off(*args: Any, **more: Any) -> None:
        putting.put(*args, **more)
        off()

    monkeypatch.setattr(rendering, "put", put_and_switch_off)
    worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == OVER


def test_removed_by_its_sender_near_the_end_the_drawing_counts(
    api: Api, creator: Any, studio: Puppet
) -> None:
    picture = sent(creator, state="attested")
    job = job_of(begin_with(api, creator, picture))
    gone = f"/uploads/reference-images/{picture.public_id}"
    studio.steps = (0.0, lambda: api.delete(gone, as_=creator), 1.0)
    worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == ("failed", "input_image_gone")
    assert job in counted(creator)


def test_switched_off_a_drawn_descendant_is_not_handed_out(
    api: Api, creator: Any, attested: Draft, studio: Puppet, blank_film: Path
) -> None:
    child = settled(job_of(want(api, creator, "loop", attested)), blank_film)
    job = job_of(want(api, creator, "remix", child, prompt=PROMPT))
    worked(job, Stage.RENDER, Stage.INSPECT, Stage.LIKENESS)
    assert job.state == "cleared", job.error_code
    off()
    worked(job, Stage.FINISH)
    assert (job.state, job.error_code) == OVER
    assert job not in counted(creator)

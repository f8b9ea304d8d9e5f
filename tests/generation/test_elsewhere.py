"""Films that are drawn elsewhere leave a thread of a render worker to what is drawn here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.demo.stand_ins.videos.asked import Asked
from config.demo.stand_ins.videos.asked import Job as Video
from config.demo.stand_ins.videos.farm import Farm
from config.demo.stand_ins.videos.handler import Handler
from config.demo.stand_ins.videos.serving import serving
from generation.engines import registry
from generation.engines.configured import VARIABLE, configured_engines
from generation.states import JobState
from generation.work import elsewhere
from generation.work.elsewhere import kept_by, leave_one_of
from generation.work.unusable import usable
from tests.engines.remote.conftest import clip
from tests.generation.aftermath import is_in
from tests.generation.crew import Crew, eventually
from tests.generation.studio import submitted

REMOTE = """[{name}]
kind = "remote"
url = "{url}"
sizes = {{ "720x1280" = "180x320" }}
"""


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farm]:
    """Two models of this installation, "farm" and "barn", are drawn by it."""
    with serving(Farm(clip(tmp_path / "small.mp4"), looks=1)) as one:
        tables = tmp_path / "engines.toml"
        tables.write_text("".join(REMOTE.format(name=n, url=one.url) for n in ("farm", "barn")))
        monkeypatch.setenv(VARIABLE, str(tables))
        monkeypatch.setattr(registry, "_ENGINES", {**registry._ENGINES, **configured_engines()})
        yield one


@pytest.fixture(autouse=True)
def _no_worker_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "_threads", elsewhere._Threads())


@pytest.fixture
def crew(committing: None, tmp_path: Path, media_dir: Path) -> Iterator[Crew]:
    workers = Crew(tmp_path, screener_url="http://127.0.0.1:1")
    yield workers
    workers.kill()


def hangs(handler: Handler, asked: Asked, video: Video | None) -> None:
    assert video is not None
    handler.json(200, video.as_json(status="in_progress", progress=1))


def away() -> frozenset[str]:
    return frozenset({"farm", "barn"}) & usable()


@pytest.mark.parametrize(("threads", "most"), [(1, 1), (2, 1), (3, 2)])
def test_all_servers_together_get_all_threads_but_one(farm: Farm, threads: int, most: int) -> None:
    leave_one_of(threads)
    held = [kept_by(("farm", "barn")[n % 2]) for n in range(most)]
    for one in held:
        assert away() == {"farm", "barn"}
        one.__enter__()
    assert away() == frozenset()
    assert "sketch" in usable()
    held[0].__exit__(None, None, None)
    assert away() == {"farm", "barn"}


def test_what_is_drawn_here_keeps_no_server_waiting(farm: Farm) -> None:
    with kept_by("sketch"), kept_by(""), kept_by("gone"):
        assert away() == {"farm", "barn"}


@pytest.mark.slow
def test_a_server_that_hangs_does_not_keep_this_machine_from_drawing(
    farm: Farm, crew: Crew, creator: Any, stranger: Any, friend: Any
) -> None:
    farm.does("look", hangs)
    there = [submitted(creator, engine="farm"), submitted(stranger, engine="barn")]
    here = submitted(friend, engine="sketch")
    crew.start("render")
    eventually(is_in(here, JobState.RENDERED), seconds=120)
    assert len(farm.of("create")) == 1
    farm.does("look", None)
    for job in there:  # the second without a sweeper: the first hands its ticket on
        eventually(is_in(job, JobState.RENDERED))

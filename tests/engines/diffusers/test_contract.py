# mypy: disable-error-code="misc"
"""What every engine promises, on whole pipelines with random weights (`Engine.render`)."""

from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import FPS, Reference, RenderCancelled
from lib.media.probe import probe
from tests.engines.diffusers.cases import CASES, Case, request
from tests.engines.diffusers.studio import SQUARE, TALL, Watcher, engine, render

pytestmark = pytest.mark.slow


# Each class of pipelines once, where a case costs a dozen renders.
ONE_OF_EACH = (
    "ltx2 text", "ltx2 first frame", "ltx2 both ends", "ltx2 two people", "wan text",
    "wan first frame", "wan encoded first frame", "5 B text", "5 B first frame", "vace two people",
)  # fmt: skip


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture
def start(
    case: Case, pictures: dict[str, Path], two_people: tuple[Reference, Reference]
) -> dict[str, Any]:
    return request(case, pictures, two_people)


def test_a_film_is_as_long_and_as_large_as_asked_and_progress_ends_with_it(
    case: Case, start: dict[str, Any], folders: Path, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    watcher = Watcher(path)
    film = render(
        engine(folders, case.profile, **case.own(folders)),
        path,
        size=TALL,
        watcher=watcher,
        **start,
    )
    info = probe(film.path)
    assert (info.width, info.height, info.frames, info.fps) == (96, 128, FPS, float(FPS))
    assert info.duration == 1.0
    assert info.audio_duration is not None
    assert abs(info.audio_duration - info.duration) < 1 / FPS
    assert watcher.told == sorted(watcher.told)
    assert watcher.told[0] == 0.0
    assert watcher.told[-1] == 1.0
    # It is never told done before the file is there.
    assert watcher.there == [share == 1.0 for share in watcher.told]
    assert film.script_is_exact is not case.speaks
    assert film.script == ()
    assert film.record["transformer_calls"] == case.calls
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("case", ONE_OF_EACH, indirect=True)
def test_cancelled_at_any_call_it_leaves_nothing_and_the_next_film_is_the_same(
    case: Case, start: dict[str, Any], folders: Path, tmp_path: Path
) -> None:
    made = engine(folders, case.profile, **case.own(folders))
    whole = render(made, tmp_path / "whole.mp4", **start).path.read_bytes()
    # Asked once before it begins and once when the model is there; then before each call.
    for call in range(case.calls):
        path = tmp_path / "cancelled.mp4"
        watcher = Watcher(path, stop_at=partial(eq, 3 + call))
        with pytest.raises(RenderCancelled):
            render(made, path, watcher=watcher, **start)
        assert [left.name for left in tmp_path.iterdir()] == ["whole.mp4"]
        assert watcher.asked == 3 + call
        assert watcher.told[-1] < 0.75
    again = render(made, tmp_path / "again.mp4", **start)
    assert again.path.read_bytes() == whole


@pytest.mark.parametrize("case", ONE_OF_EACH, indirect=True)
def test_the_seed_and_what_it_starts_from_decide_and_nothing_else(
    case: Case, start: dict[str, Any], folders: Path, tmp_path: Path
) -> None:
    made = engine(folders, case.profile, **case.own(folders))

    def film(seed: int = 7, **changed: Any) -> bytes:
        return render(made, tmp_path / "f.mp4", seed=seed, **(start | changed)).path.read_bytes()

    first = film()
    assert film() == first
    assert film(seed=8) != first
    for name in case.starts:
        assert film(**{name: start[name].with_name("one.png")}) != first, name
    if case.people == 2:
        one, two = start["references"]
        assert film(references=(two, one)) != first
        assert film(references=(one, one)) != first


def test_it_is_asked_to_stop_all_the_way(folders: Path, tmp_path: Path) -> None:
    """Between parts that are decoded and between frames that are written, too."""
    made = engine(folders, "wan-t2v")
    render(made, tmp_path / "warm.mp4").path.unlink()
    counted = Watcher(tmp_path / "counted.mp4")
    render(made, counted.path, watcher=counted).path.unlink()
    assert counted.asked >= 2 + 6 + 1 + 5 + 3 + FPS
    for last in range(9, counted.asked + 1, 5):
        path = tmp_path / "cancelled.mp4"
        with pytest.raises(RenderCancelled):
            render(made, path, watcher=Watcher(path, stop_at=partial(eq, last)))
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "size"), [("wan-t2v", SQUARE), ("ltx2-distilled", SQUARE)])
def test_cancelled_beforehand_nothing_is_loaded(
    name: str, size: Any, folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        pytest.fail("it began")

    monkeypatch.setattr("generation.engines.diffusers.making.making.warm", never)
    watcher = Watcher(tmp_path / "film.mp4", stop_at=lambda _: True)
    with pytest.raises(RenderCancelled):
        render(engine(folders, name), watcher.path, size=size, watcher=watcher)

"""A look at an unfinished film: real frames, once, at the set step; and it may end the render."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.base import Reference, StoppedEarly
from tests.engines.diffusers.cases import CASES, request
from tests.engines.diffusers.studio import Watcher, engine, render

pytestmark = pytest.mark.slow

LOOKED_AT = ("ltx2 text", "ltx2 first frame", "ltx2 both ends", "ltx2 two people", "wan text",
             "wan first frame", "vace two people", "wan two experts")  # fmt: skip


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_look_changes_nothing_and_what_it_raises_ends_the_render(
    name: str, folders: Path, tmp_path: Path, pictures: dict[str, Path],
    two_people: tuple[Reference, Reference],
) -> None:  # fmt: skip
    case = CASES[name]
    start = request(case, pictures, two_people)
    made = engine(folders, case.profile)
    unseen = render(made, tmp_path / "unseen.mp4", **start).path.read_bytes()
    looks: list[Sequence[Any]] = []
    seen = render(made, tmp_path / "seen.mp4", look=looks.append, **start).path
    assert seen.read_bytes() == unseen
    [frames] = looks
    assert len(frames) == 3
    assert all(frame.shape == (64, 64, 3) and frame.dtype == np.uint8 for frame in frames)
    seen.unlink()

    def unsafe(_: Sequence[Any]) -> None:
        raise StoppedEarly

    with pytest.raises(StoppedEarly):
        render(made, tmp_path / "stopped.mp4", look=unsafe, **start)
    assert [left.name for left in tmp_path.iterdir()] == ["unseen.mp4"]
    assert render(made, tmp_path / "again.mp4", **start).path.read_bytes() == unseen


@pytest.mark.parametrize(("share", "step"), [(0.0, 2), (0.4, 4), (0.8, 8), (1.0, 10)])
def test_it_looks_after_the_set_share_of_the_steps(
    share: float, step: int, folders: Path, tmp_path: Path
) -> None:
    """Two calls a step; one step must lie behind what is looked at."""
    made = engine(folders, "wan-t2v", steps=10, look_at=share)
    watcher = Watcher(tmp_path / "film.mp4")
    asked: list[int] = []
    render(made, watcher.path, watcher=watcher, look=lambda _: asked.append(watcher.asked))
    assert asked == [2 + 2 * step]


def test_the_last_look_shows_what_the_film_shows(folders: Path, tmp_path: Path) -> None:
    """Once all steps are done the guess is the film: held against what was encoded."""
    from generation.engines.base import RenderRequest
    from generation.engines.diffusers.course import Course
    from generation.engines.diffusers.making.making import make
    from generation.engines.diffusers.plan import plan_of
    from tests.engines.diffusers.studio import SQUARE

    for profile in ("wan-t2v", "wan-vace", "ltx2"):
        made = engine(folders, profile, look_at=1.0)
        plan = plan_of(RenderRequest("a red ball", SQUARE, 1, 7), made._settings)
        assert plan is not None
        watcher = Watcher(tmp_path / "film.mp4")
        looks: list[Sequence[Any]] = []
        course = Course(watcher.progress, watcher.cancelled)
        film = make(made._settings, plan, course, looks.append, engine="tiny")
        [frames] = looks
        # The first frame is decoded from the first latent alone in both.
        apart = np.abs(frames[0].astype(int) - film.clip[0].astype(int)).mean()
        assert apart < (1.5 if profile != "ltx2" else 20), profile


def test_without_anybody_to_look_nothing_is_decoded_early(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "generation.engines.diffusers.making.looking.Looking.after_step",
        lambda *_: pytest.fail("it looked"),
    )
    render(engine(folders, "wan-t2v"), tmp_path / "film.mp4")

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
             "wan first frame", "wan encoded first frame", "5 B text", "5 B first frame",
             "vace two people", "wan two experts")  # fmt: skip


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_look_changes_nothing_and_what_it_raises_ends_the_render(
    name: str, folders: Path, tmp_path: Path, pictures: dict[str, Path],
    two_people: tuple[Reference, Reference],
) -> None:  # fmt: skip
    case = CASES[name]
    start = request(case, pictures, two_people)
    made = engine(folders, case.profile, **case.own(folders))
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
    render(made, tmp_path / "first.mp4")  # while it loads it is asked too
    watcher = Watcher(tmp_path / "film.mp4")
    asked: list[int] = []
    render(made, watcher.path, watcher=watcher, look=lambda _: asked.append(watcher.asked))
    assert asked == [2 + 2 * step]


@pytest.mark.parametrize("name", LOOKED_AT)
def test_once_all_steps_are_done_the_guess_is_the_film(
    name: str, folders: Path, tmp_path: Path, pictures: dict[str, Path],
    two_people: tuple[Reference, Reference], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What the look decodes, held against what the film is decoded from."""
    from generation.engines.diffusers.loading.warm import warm

    case = CASES[name]
    made = engine(folders, case.profile, **case.own(folders), look_at=1.0)
    family = type(warm(made._settings).family)
    decode, decoded = family.decoded, []

    def kept(self: Any, pipe: Any, latents: Any) -> Any:
        decoded.append(latents)
        return decode(self, pipe, latents)

    monkeypatch.setattr(family, "decoded", kept)
    start = request(case, pictures, two_people)
    render(made, tmp_path / "film.mp4", look=lambda _: None, **start)
    *looks, whole = decoded
    # Its pipeline puts the picture it begins with into the latents only when the loop is over.
    first = int(name == "5 B first frame")
    last = whole.shape[2] - 1
    middle = first + round((last - first) / 2)
    for place, run in zip((first, middle, last), looks, strict=True):
        there = whole[:, :, max(first, place - 1) : place + 1]
        assert run.shape == there.shape
        assert np.allclose(run.numpy(), there.numpy(), atol=1e-4)


def test_a_guess_half_way_is_the_clean_film_on_a_straight_way() -> None:
    from types import SimpleNamespace

    import torch

    from generation.engines.diffusers.making.looking import _guess

    clean, noise = torch.randn(2, 3), torch.randn(2, 3)
    sigmas = [1.0, 0.9, 0.6, 0.0]
    pipe = SimpleNamespace(scheduler=SimpleNamespace(sigmas=torch.tensor(sigmas)), num_timesteps=3)
    before, after = ((1 - sigma) * clean + sigma * noise for sigma in sigmas[1:3])
    assert torch.allclose(_guess(pipe, before, after, 1), clean, atol=1e-5)


@pytest.mark.parametrize("steps", [10, 5, 2])
def test_the_noise_of_a_film_that_is_drawn_again_is_that_of_the_last_steps(steps: int) -> None:
    """The library's own scheduler, begun where the pipeline for films begins."""
    from types import SimpleNamespace

    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler

    from generation.engines.diffusers.making.looking import _guess

    scheduler = FlowMatchEulerDiscreteScheduler(shift=3.0)
    scheduler.set_timesteps(10)
    scheduler.set_begin_index(10 - steps)
    clean, noise = torch.randn(2, 3), torch.randn(2, 3)
    sigma = float(scheduler.sigmas[10 - steps])
    latents = (1 - sigma) * clean + sigma * noise
    pipe = SimpleNamespace(scheduler=scheduler, num_timesteps=steps)
    for step, timestep in enumerate(scheduler.timesteps[10 - steps :]):
        before = latents
        latents = scheduler.step(noise - clean, timestep, before).prev_sample
        assert torch.allclose(_guess(pipe, before, latents, step), clean, atol=1e-4)


def test_a_film_that_is_drawn_again_is_seen_as_it_is_going_to_be(
    folders: Path, tmp_path: Path
) -> None:
    """After the last step the guess is the film, whichever step it began with."""
    made = engine(folders, "wan-t2v", steps=4, look_at=1.0)
    first = render(made, tmp_path / "first.mp4").path
    looks: list[Sequence[Any]] = []
    from generation.engines.diffusers.film.clip import clip_of
    from generation.engines.diffusers.making import bounding

    clips: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:

        def kept(*given: Any) -> Any:
            clips.append(clip_of(*given))
            return clips[0]

        patch.setattr(bounding, "clip_of", kept)
        render(made, tmp_path / "again.mp4", film=first, look=looks.append)
    [frames], [clip] = looks, clips
    shown = np.abs(frames[0].astype(int) - clip[0].astype(int))
    assert shown.max() <= 1


def test_without_anybody_to_look_nothing_is_decoded_early(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "generation.engines.diffusers.making.looking.Looking.after_step",
        lambda *_: pytest.fail("it looked"),
    )
    render(engine(folders, "wan-t2v"), tmp_path / "film.mp4")

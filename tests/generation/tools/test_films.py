"""What each tool really makes, frame by frame, with the engine that every machine has."""

import random
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.engines.base import FPS
from generation.engines.editing.pictures import pictures
from generation.engines.editing.sound import PER_FRAME, read
from generation.engines.editing.takes import Take
from generation.models import Asset, Attempt, Draft, Job, Script
from generation.stages import Stage
from lib.media.probe import probe
from lib.signed_media import storage_path
from tests.client import Api
from tests.engines.rendering import render
from tests.generation.studio import worked
from tests.generation.tools.making import job_of, of, settled_by, want

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SAID = 'a red ball by the sea. A man says: "good evening"'
LINES: list[dict[str, Any]] = []  # of the ball, as the engine hands them over
FILM = 4 * FPS
CODEC = 4.0  # grey levels, on average over a picture that was encoded three times


@pytest.fixture(autouse=True)
def seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn is the same in each run: how far two scenes are apart hangs on the seed."""
    drawn = SimpleNamespace(randbits=random.Random(11).getrandbits)
    monkeypatch.setattr("generation.services.beginning.secrets", drawn)


@pytest.fixture(scope="module")
def ball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sketches") / "ball.mp4"
    result = render(SAID, into=path, seed=3)
    LINES[:] = [asdict(line) for line in result.script]
    return path


@pytest.fixture(scope="module")
def boat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sketches") / "boat.mp4"
    render("a blue boat at night", into=path, seed=4)
    return path


@pytest.fixture
def first(api: Api, creator: Any, media_dir: Path, ball: Path) -> Draft:
    draft = settled_by(want(api, creator, prompt=SAID), ball)
    Script.objects.create(job=draft.job, lines=LINES, is_exact=True)
    return draft


@pytest.fixture
def second(api: Api, creator: Any, media_dir: Path, boat: Path) -> Draft:
    draft = settled_by(want(api, creator, prompt="a blue boat at night"), boat)
    Script.objects.create(job=draft.job, lines=[], is_exact=True)
    return draft


class Film:
    """A master, decoded."""

    def __init__(self, path: Path) -> None:
        self.info = probe(path)
        take = Take(path, 0, self.info.frames)
        self.frames = [_small(one) for one in pictures(take)]
        self.sound = read(path)


def _small(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A picture as a grid of means: codec noise vanishes, what is seen stays."""
    height, width, _ = picture.shape
    cells = picture.reshape(height // 40, 40, width // 40, 40, 3)
    return np.asarray(cells.mean(axis=(1, 3)), np.float32)


def apart(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(abs(one - other).mean())


def rendered(answer: Any) -> tuple[Job, Film]:
    """What the render stage made, and nothing but that lies in its folder."""
    job = worked(job_of(answer), Stage.RENDER)
    assert job.state == "rendered", (job.error_code, Attempt.objects.last())
    master = storage_path(Asset.objects.get(job=job, kind="master").storage_key)
    left = [one.name for one in master.parent.iterdir() if one.suffix == ".mp4"]
    assert left == ["master.mp4"]
    return job, Film(master)


def test_an_extension_goes_on_where_its_source_ends(
    api: Api, creator: Any, first: Draft, ball: Path
) -> None:
    before = Film(ball)
    wish = {"prompt": 'a green boat. A woman says: "and farewell"', "seconds": 4}
    job, film = rendered(want(api, creator, "extend", first, **wish))
    assert (len(film.frames), job.seconds, film.info.duration) == (2 * FILM, 8, 8.0)
    assert max(apart(a, b) for a, b in zip(before.frames, film.frames, strict=False)) < CODEC
    assert apart(film.frames[FILM], film.frames[FILM - 1]) < CODEC
    # Not all of it: what was drawn is another scene in the end.
    assert apart(film.frames[-1], film.frames[FILM]) > 2 * CODEC
    lines = Script.objects.get(job=job)
    assert [line["text"] for line in lines.lines] == ["good evening", "and farewell"]
    assert lines.lines[1]["start_s"] > 4.0
    assert lines.is_exact
    assert clicks(film.sound) == 0


def clicks(sound: NDArray[np.float32]) -> int:
    """Jumps from one sample to the next that no voice and no surf makes."""
    return int((abs(np.diff(sound, axis=1)) > 0.5).sum())


def test_a_filling_leads_from_one_to_the_other(
    api: Api, creator: Any, first: Draft, second: Draft, boat: Path
) -> None:
    wish = {"prompt": "a forest", "seconds": 4}
    parts = [of(first, start=1, end=3), of(second, start=0.5)]
    job, film = rendered(want(api, creator, "fill", *parts, **wish))
    assert len(film.frames) == 2 * FPS + FILM + int(3.5 * FPS)
    assert job.seconds == 10
    begin, end = 2 * FPS, 2 * FPS + FILM
    assert apart(film.frames[begin], film.frames[begin - 1]) < CODEC
    assert apart(film.frames[end], film.frames[end - 1]) < CODEC
    assert apart(film.frames[end], Film(boat).frames[FPS // 2]) < CODEC
    assert apart(film.frames[(begin + end) // 2], film.frames[begin]) > 4 * CODEC


def test_a_recut_has_the_frames_that_were_asked_for(
    api: Api, creator: Any, first: Draft, second: Draft, ball: Path, boat: Path
) -> None:
    parts = [of(second, start=3), of(first, start=0.5, end=2), of(second, end=0.5)]
    job, film = rendered(want(api, creator, "recut", *parts))
    one, other = Film(ball).frames, Film(boat).frames
    wanted = [*other[3 * FPS :], *one[FPS // 2 : 2 * FPS], *other[: FPS // 2]]
    assert len(film.frames) == len(wanted) == 3 * FPS
    assert max(apart(a, b) for a, b in zip(film.frames, wanted, strict=True)) < CODEC
    # Said from 0.4 s on, of which half a second is cut: still every word that may be heard.
    (line,) = Script.objects.get(job=job).lines
    assert (line["text"], line["start_s"]) == ("good evening", 1.0)
    assert line["end_s"] == pytest.approx(LINES[0]["end_s"] + 0.5)
    assert film.sound.shape[1] >= 3 * FPS * PER_FRAME
    assert clicks(film.sound) == 0


def test_the_ends_of_a_loop_meet(api: Api, creator: Any, first: Draft) -> None:
    _, film = rendered(want(api, creator, "loop", first))
    assert len(film.frames) == FILM - FPS
    steps = [apart(a, b) for a, b in pairwise(film.frames)]
    assert apart(film.frames[-1], film.frames[0]) < max(max(steps) * 2, CODEC)


def test_a_blend_turns_one_into_the_other(
    api: Api, creator: Any, first: Draft, second: Draft, ball: Path, boat: Path
) -> None:
    _, film = rendered(want(api, creator, "blend", first, second))
    assert len(film.frames) == 2 * FILM - FPS
    assert apart(film.frames[0], Film(ball).frames[0]) < CODEC
    assert apart(film.frames[-1], Film(boat).frames[-1]) < CODEC
    steps = [apart(a, b) for a, b in pairwise(film.frames)]
    assert max(steps) < apart(film.frames[0], film.frames[-1]) / 4, "no hard cut"


def test_a_storyboard_changes_its_scene_at_its_times(
    api: Api, creator: Any, media_dir: Path
) -> None:
    beats = [
        {"at": 0, "prompt": 'a red ball by the sea. A man says: "first"'},
        {"at": 2, "prompt": 'a green tree in a forest. A woman says: "second"'},
    ]
    wish = {"prompt": "a quiet day", "seconds": 4, "size": "720x1280", "beats": beats}
    job, film = rendered(want(api, creator, "storyboard", **wish))
    steps = [apart(a, b) for a, b in pairwise(film.frames)]
    assert int(np.argmax(steps)) == 2 * FPS - 1
    lines = Script.objects.get(job=job).lines
    assert [line["text"] for line in lines] == ["first", "second"]
    assert lines[0]["end_s"] <= 2.0 <= lines[1]["start_s"]


def test_a_remix_draws_what_it_was_and_what_it_changes(
    api: Api, creator: Any, first: Draft
) -> None:
    job, film = rendered(want(api, creator, "remix", first, prompt="at night"))
    assert job.text_for_engine == f"{SAID}\nat night"
    assert (job.seed, len(film.frames)) == (first.job.seed, FILM)
    assert [line["text"] for line in Script.objects.get(job=job).lines] == ["good evening"]


def test_what_is_made_goes_the_whole_way(
    api: Api, creator: Any, second: Draft, deliver: Any
) -> None:
    """With the real checks: nothing is skipped because its source has passed."""
    job = job_of(want(api, creator, "loop", second))
    deliver()
    job.refresh_from_db()
    assert (job.state, job.held_for, job.held_stage) == ("completed", "", "")
    stages = list(
        Attempt.objects.filter(job=job).order_by("number").values_list("stage", flat=True)
    )
    assert stages == ["render", "inspect", "likeness", "finish"]
    video = Asset.objects.get(job=job, kind="video")
    assert (video.sealed_at is not None, video.duration) == (True, 3.0)

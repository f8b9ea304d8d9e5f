"""The weights that come with the repository, through nothing but diffusers and the engine."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.engines.base import EngineError, RenderRequest, Size
from generation.engines.diffusers.capabilities import capabilities_of
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.engine import DiffusersEngine
from generation.engines.diffusers.making.bounding import TRIES
from generation.engines.diffusers.shapes.draw import LANDSCAPE
from generation.engines.diffusers.shapes.judge import judge
from generation.engines.diffusers.shapes.measuring.held_out import questions
from generation.engines.diffusers.shapes.place import GUIDANCE, STEPS, WEIGHTS
from lib.media.probe import probe

pytestmark = pytest.mark.slow

REPORT = json.loads((Path(__file__).parents[3] / "docs" / "models" / "shapes.json").read_text())
ANSWERS = REPORT["sentences"]["answers"]
MOST_BYTES = 20_000_000


def test_the_folder_is_small_and_whole_and_holds_no_pickle() -> None:
    files = [path for path in WEIGHTS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert {path.suffix for path in files} <= {".json", ".safetensors"}
    index = json.loads((WEIGHTS / "model_index.json").read_text())
    assert index["_class_name"] == "WanPipeline"


def test_it_answers_as_the_card_says() -> None:
    """The first six again; another processor rounds otherwise, which may cost a little."""
    from generation.engines.diffusers.shapes.measuring.answers import clips, load

    made = clips(load(WEIGHTS), questions()[:6], steps=STEPS, guidance=GUIDANCE)
    for question, frames in made:
        told = ANSWERS[question.seed]
        assert told["prompt"] == question.prompt
        right = judge(frames).right(question.scene)
        assert sum(right[part] != told[part] for part in right) <= 1, question.prompt


@pytest.fixture
def engine() -> DiffusersEngine:
    """The profile's own, and not the one that a process keeps."""
    settings = settings_of({"profile": "shapes", "device": "cpu"})
    return DiffusersEngine(settings, capabilities_of("shapes", settings))


def test_the_engine_makes_a_film_of_a_clip_that_stays_within(
    engine: DiffusersEngine, tmp_path: Path
) -> None:
    within = [at for at, answer in enumerate(ANSWERS) if answer["within"]]
    question = questions()[within[0]]
    size = Size.LANDSCAPE if question.size == LANDSCAPE else Size.PORTRAIT
    told: list[float] = []
    result = engine.render(
        RenderRequest(question.prompt, size, 4, question.seed),
        into=tmp_path / "film.mp4",
        progress=told.append,
        cancelled=lambda: False,
    )
    film = probe(result.path)
    assert (film.width, film.height) == (size.width, size.height)
    assert film.duration == pytest.approx(4, abs=0.05)
    assert told == sorted(told)
    assert told[-1] == 1
    assert result.record["profile"] == "shapes"
    assert result.record["redrawn"] == 0


def test_what_leaves_the_world_is_drawn_anew_and_then_refused(
    engine: DiffusersEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []

    def never(clip: NDArray[np.uint8]) -> bool:
        seen.append(clip.tobytes())
        return False

    monkeypatch.setattr("generation.engines.diffusers.shapes.bounds.stays_within", never)
    request = RenderRequest("a red ball rises at night", Size.PORTRAIT, 4, seed=3)
    with pytest.raises(EngineError) as refused:
        engine.render(
            request,
            into=tmp_path / "film.mp4",
            progress=lambda _share: None,
            cancelled=lambda: False,
        )
    assert refused.value.code == "picture_out_of_bounds"
    assert refused.value.permanent
    assert len(seen) == len(set(seen)) == TRIES
    assert list(tmp_path.iterdir()) == []

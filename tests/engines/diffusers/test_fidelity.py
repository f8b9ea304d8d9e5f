"""What is written is what the bare pipeline draws and says: no more, no less, and in step."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.base import Reference, RenderRequest
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.making.arguments import arguments_of
from generation.engines.diffusers.making.making import Made, make
from generation.engines.diffusers.plan import Plan, plan_of
from lib.media.sound import SPEECH_RATE, audio_16k
from tests.engines.diffusers.cases import CASES, Case, request
from tests.engines.diffusers.studio import SQUARE, Watcher, engine, render

pytestmark = pytest.mark.slow


def _made(folders: Path, case: Case, start: dict[str, Any]) -> tuple[Made, Plan, Any]:
    made = engine(folders, case.profile, **case.own(folders))
    plan = plan_of(RenderRequest("a red ball bounces", SQUARE, 1, 7, **start), made._settings)
    assert plan is not None
    watcher = Watcher(folders / "none.mp4")
    course = Course(watcher.progress, watcher.cancelled)
    return make(made._settings, plan, course, None, engine="tiny"), plan, made


def _bare(plan: Plan, settings: Any) -> Any:
    """The same call by hand, decoded by the pipeline itself."""
    from generation.engines.diffusers.loading.variants import pipeline_for
    from generation.engines.diffusers.loading.warm import warm

    loaded = warm(settings)
    pipe = pipeline_for(loaded, plan.way)
    return pipe, pipe(**(arguments_of(loaded, pipe, plan) | {"output_type": "np"}))


@pytest.mark.parametrize("name", CASES)
def test_pictures_are_those_of_the_bare_pipeline(
    name: str, folders: Path, pictures: dict[str, Path], two_people: tuple[Reference, Reference]
) -> None:
    case = CASES[name]
    made, plan, own = _made(folders, case, request(case, pictures, two_people))
    _, output = _bare(plan, own._settings)
    frames = np.rint(np.asarray(output.frames[0], np.float32) * 255)
    assert made.clip.shape == frames.shape == (plan.frames, 64, 64, 3)
    assert np.abs(made.clip - frames).max() <= 1
    assert frames.std() > 3  # there is something to compare


def test_sound_is_that_of_the_bare_pipeline_and_starts_with_the_pictures(
    folders: Path, tmp_path: Path
) -> None:
    made = engine(folders, "ltx2-distilled")
    film = render(made, tmp_path / "film.mp4")
    plan = plan_of(RenderRequest("a red ball bounces", SQUARE, 1, 7), made._settings)
    assert plan is not None
    pipe, output = _bare(plan, made._settings)
    rate = pipe.vocoder.config.output_sampling_rate
    bare = output.audio[0].numpy().mean(0)
    heard = np.concatenate(list(audio_16k(film.path))).astype("f4")[:SPEECH_RATE]
    wanted = np.interp(np.arange(heard.size) / SPEECH_RATE, np.arange(bare.size) / rate, bare)
    assert abs(_lag(heard, wanted)) / SPEECH_RATE < 1 / 24


def _lag(heard: Any, wanted: Any) -> int:
    """In samples; of their changes, for a model without training hums at one pressure."""
    one, other = (np.fft.rfft(np.diff(sound), 32_768) for sound in (heard, wanted))
    spectrum = one * np.conj(other)
    alike = np.fft.irfft(spectrum)
    lags = np.fft.fftfreq(32_768, 1 / 32_768).astype(int)
    strongest = int(np.argmax(alike))
    apart = np.abs(lags - lags[strongest]) > SPEECH_RATE // 24
    assert alike[strongest] > 1.05 * alike[apart].max()  # no other moment fits as well
    return int(lags[strongest])


def test_the_distilled_call_makes_eight_calls(folders: Path, tmp_path: Path) -> None:
    """Counted apart from the engine, at the transformer itself."""
    from generation.engines.diffusers.loading.warm import warm

    made = engine(folders, "ltx2-distilled")
    calls = []
    [transformer] = warm(made._settings).transformers
    handle = transformer.register_forward_pre_hook(lambda *_: calls.append(1))
    render(made, tmp_path / "film.mp4")
    handle.remove()
    assert len(calls) == 8


@pytest.mark.parametrize(("folder", "is_first"), [("ltx2", True), ("ltx2_5", False)])
def test_ltx_2_0_is_called_as_its_publisher_called_it(
    folder: str, is_first: bool, folders: Path, tmp_path: Path
) -> None:
    """Later generations are what the pipelines' defaults were made for."""
    from generation.engines.diffusers.loading.variants import pipeline_for
    from generation.engines.diffusers.loading.warm import warm

    made = engine(folders, "ltx2", weights=str(folders / folder))
    plan = plan_of(RenderRequest("a red ball bounces", SQUARE, 1, 7), made._settings)
    assert plan is not None
    loaded = warm(made._settings)
    called = arguments_of(loaded, pipeline_for(loaded, plan.way), plan)
    assert (called.get("use_cross_timestep") is False) is is_first
    assert (called.get("spatio_temporal_guidance_blocks") == [29]) is is_first


def test_the_noise_levels_are_those_of_the_library() -> None:
    from diffusers.models.attention_dispatch import AttentionBackendName
    from diffusers.pipelines.ltx2.utils import DISTILLED_SIGMA_VALUES

    from generation.engines.diffusers.profiles.ltx2 import DISTILLED
    from generation.engines.diffusers.table import ATTENTION

    assert list(DISTILLED) == DISTILLED_SIGMA_VALUES
    assert set(ATTENTION) == {name.value for name in AttentionBackendName}


def test_a_film_can_be_drawn_again(folders: Path, tmp_path: Path) -> None:
    made = engine(folders, "wan-t2v", steps=4)
    first = render(made, tmp_path / "first.mp4").path

    def again(seed: int = 7) -> tuple[bytes, int | float | str]:
        film = render(made, tmp_path / "again.mp4", film=first, seed=seed)
        return film.path.read_bytes(), film.record["transformer_calls"]

    half, calls = again()
    assert calls == 4  # half of four steps, with guidance
    assert again()[0] == half
    assert again(seed=9)[0] != half

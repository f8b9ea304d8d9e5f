"""What guidance leads to, and away from; second experts have their own."""

import inspect
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import RenderRequest
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.plan import plan_of
from generation.engines.diffusers.profiles import PROFILES
from tests.engines.diffusers.studio import engine, render

pytestmark = pytest.mark.slow

GUIDED = [name for name, profile in PROFILES.items() if profile.guidance is not None]


def film(folders: Path, tmp_path: Path, profile: str, **table: Any) -> tuple[bytes, Any]:
    made = render(engine(folders, profile, **table), tmp_path / "film.mp4")
    return made.path.read_bytes(), made.record


@pytest.mark.parametrize("name", GUIDED)
def test_every_pipeline_that_is_guided_takes_the_words(name: str) -> None:
    import diffusers

    profile = PROFILES[name]
    for kind in profile.classes:
        taken = inspect.signature(getattr(diffusers, kind).__call__).parameters
        assert "negative_prompt" in taken
        assert profile.experts == 1 or "guidance_scale_2" in taken


@pytest.mark.parametrize("profile", ["wan-t2v", "ltx2"])
def test_a_guided_film_is_led_away_from_what_is_not_wanted(
    profile: str, folders: Path, tmp_path: Path
) -> None:
    usual, record = film(folders, tmp_path, profile)
    assert record["negative_prompt"] == PROFILES[profile].negative != ""
    other, _ = film(folders, tmp_path, profile, negative_prompt="a blue square")
    nothing, record = film(folders, tmp_path, profile, negative_prompt="")
    assert record["negative_prompt"] == ""
    assert len({usual, other, nothing}) == 3


def test_without_guidance_it_is_not_even_read(folders: Path, tmp_path: Path) -> None:
    plain, record = film(folders, tmp_path, "wan-t2v", guidance=1)
    assert record["negative_prompt"] == ""
    assert film(folders, tmp_path, "wan-t2v", guidance=1, negative_prompt="grain")[0] == plain


def test_the_second_expert_has_a_guidance_of_its_own(folders: Path, tmp_path: Path) -> None:
    usual, record = film(folders, tmp_path, "wan2.2-t2v")
    assert (record["guidance"], record["guidance_2"]) == (4.0, 3.0)
    other, record = film(folders, tmp_path, "wan2.2-t2v", guidance_2=9)
    assert record["guidance_2"] == 9.0
    assert other != usual


def test_our_own_model_knows_no_such_words() -> None:
    settings = settings_of({"profile": "shapes"})
    plan = plan_of(RenderRequest("a red ball", next(iter(settings.canvases)), 4, 7), settings)
    assert plan is not None
    assert (plan.negative, plan.guidance_2) == ("", None)

"""An operator's table: each setting checked before anything heavy is imported."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import (
    SECONDS,
    EngineError,
    RenderRequest,
    Size,
    Start,
    refuse_unsupported,
)
from generation.engines.configured import EnginesFileRefused, configured_engines
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.configured import entry
from generation.engines.diffusers.profile import Canvas, Sound, Way
from generation.engines.diffusers.profiles import PROFILES
from generation.engines.diffusers.settings import Lora
from generation.engines.diffusers.table import ATTENTION

LEAST = {"profile": "wan-t2v", "weights": "/weights"}
LTX2 = {"profile": "ltx2", "weights": "/w"}
HUB = {**LEAST, "attention_backend": "_flash_3_hub", "hub_kernels": True,
       "local_files_only": False}  # fmt: skip
CAST = {"weights": "x", "shows_people": True}
HEAVY = ("numpy", "torch", "diffusers", "transformers", "av", "PIL", "cv2", "django")


def test_a_file_of_engines_is_read_without_importing_anything_heavy(tmp_path: Path) -> None:
    file = tmp_path / "engines.toml"
    file.write_text('[films]\nkind = "diffusers"\nprofile = "wan-t2v"\nweights = "/nowhere"\n')
    program = (
        "import sys; from generation.engines.registry import capabilities_of as of;"
        "print(of('films').sizes[0].value, of('films').name);"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True,
        env={"ENGINES_FILE": str(file)},
    )  # fmt: skip
    assert done.stdout.decode().split("\n")[:2] == ["720x1280 films", "[]"]


def test_what_an_operator_leaves_out_is_as_the_profile_says() -> None:
    settings = settings_of(LEAST)
    assert (settings.steps, settings.guidance, settings.sound) == (50, 5.0, Sound.NONE)
    assert (settings.dtype, settings.vae_dtype) == ("bfloat16", "float32")
    assert settings.local_files_only
    assert settings.canvases[Size.LANDSCAPE] == Canvas(832, 480)
    assert (settings.offload, settings.quantisation, settings.cache) == ("none",) * 3


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"steps": 12}, ("steps", 12)),
        ({"guidance": 3}, ("guidance", 3.0)),
        ({"negative_prompt": ""}, ("negative_prompt", "")),
        ({"negative_prompt": "grain"}, ("negative_prompt", "grain")),
        ({"profile": "wan2.2-i2v", "guidance_2": 2}, ("guidance_2", 2.0)),
        ({"look_at": 0.5}, ("look_at", 0.5)),
        ({"sound": "spoken"}, ("sound", Sound.SPOKEN)),
        ({"seconds": [8, 4]}, ("seconds", (4, 8))),
        ({"device": "cuda:1"}, ("device", "cuda:1")),
        ({"offload": "group"}, ("offload", "group")),
        ({"cache": "first_block", "cache_threshold": 0.1}, ("cache_threshold", 0.1)),
        ({"context_parallel": 4}, ("context_parallel", 4)),
        ({"loras": [{"weights": "a.safetensors"}]}, ("loras", (Lora("a.safetensors", 1.0),))),
    ],
)
def test_what_is_asked_for_is_kept(asked: dict[str, Any], kept: tuple[str, Any]) -> None:
    assert getattr(settings_of(LEAST | asked), kept[0]) == kept[1]


def test_another_canvas_for_one_size_leaves_the_others() -> None:
    settings = settings_of(LEAST | {"canvases": {"1280x720": "640x368"}})
    assert settings.canvases[Size.LANDSCAPE] == Canvas(640, 368)
    assert settings.canvases[Size.PORTRAIT] == Canvas(480, 832)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({}, "profile is None"),
        ({"profile": "sora"}, "profile is 'sora'"),
        ({"profile": "wan-t2v"}, "weights is missing"),
        ({**LEAST, "weights": ""}, "weights is ''"),
        ({**LEAST, "stepz": 3}, "stepz is no setting"),
        ({**LEAST, "steps": 0}, "steps is 0"),
        ({**LEAST, "steps": True}, "steps is True"),
        ({**LEAST, "steps": 2.5}, "steps is 2.5"),
        ({**LEAST, "guidance": float("nan")}, "guidance is nan"),
        ({**LEAST, "guidance": "much"}, "guidance is 'much'"),
        ({**LEAST, "local_files_only": 1}, "local_files_only is 1"),
        ({**LEAST, "device": "cuda:x"}, "device is 'cuda:x'"),
        ({**LEAST, "dtype": "int8"}, "dtype is 'int8'"),
        ({**LEAST, "attention_backend": "magic"}, "attention_backend is 'magic'"),
        ({**HUB, "hub_kernels": False}, "_flash_3_hub fetches code from the hub and runs it"),
        ({**HUB, "local_files_only": True}, "local_files_only must be false"),
        ({**HUB, "attention_backend": "flash"}, "hub_kernels is only for"),
        ({**LEAST, "hub_kernels": True}, "hub_kernels is only for"),
        ({**LEAST, "offload": "model", "device": "cpu"}, "offload moves weights"),
        ({**LEAST, "cache_threshold": 0.1}, "cache_threshold is only for"),
        ({**LEAST, "context_parallel": 2, "offload": "group"}, "do not go together"),
        ({**LEAST, "seconds": [5]}, "seconds is [5]"),
        ({**LEAST, "seconds": []}, "seconds is []"),
        ({**LEAST, "seconds": [[4]]}, "seconds is [[4]]"),
        ({**LEAST, "canvases": {"640x480": "640x480"}}, "canvases names '640x480'"),
        ({**LEAST, "canvases": {"1280x720": "large"}}, "canvases holds 'large'"),
        ({**LEAST, "canvases": {"1280x720": "840x480"}}, "divide by 16"),
        ({**LEAST, "canvases": {"1280x720": "0000x480"}}, "canvases holds '0000x480'"),
        ({**LEAST, "canvases": []}, "canvases must be a table"),
        ({**LEAST, "loras": [{"scale": 1.0}]}, "each of loras"),
        ({**LEAST, "loras": [{"weights": "x", "scale": 9}]}, "scale is 9"),
        ({**LEAST, "loras": "x"}, "loras must be a list"),
        ({**LEAST, "loras": [{"weights": "x", "shows_people": True}]}, "no matter of wan-t2v"),
        ({**LTX2, "loras": [{"weights": "x", "shows_people": "yes"}]}, "shows_people is 'yes'"),
        ({**LTX2, "loras": [{**CAST, "scale": 0}]}, "shows_people needs a scale"),
        ({**LEAST, "sound": "model"}, "makes no sound"),
        ({"profile": "ltx2", "weights": "/w", "sound": "spoken"}, "makes its own sound"),
        ({"profile": "ltx2", "weights": "/w", "cache": "first_block"}, "has no cache"),
        ({"profile": "ltx2-distilled", "weights": "/w", "steps": 4}, "steps cannot be changed"),
        ({"profile": "ltx2-distilled", "weights": "/w", "guidance": 3.0}, "without guidance"),
        ({**LTX2, "profile": "ltx2-distilled", "negative_prompt": "x"}, "without guidance"),
        ({**LEAST, "negative_prompt": " "}, "negative_prompt is ' '"),
        ({**LEAST, "guidance_2": 3.0}, "has no second expert"),
        ({**LEAST, "profile": "wan2.2-i2v", "guidance_2": 31}, "guidance_2 is 31"),
        ({**LEAST, "profile": "wan2.2-i2v", "guidance": 1, "guidance_2": 2}, "neither is guided"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(table: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as refused:
        settings_of(table)
    assert told in str(refused.value)


@pytest.mark.parametrize("name", [name for name in ATTENTION if "hub" in name])
def test_code_is_fetched_only_where_an_operator_says_so(name: str) -> None:
    """Not by what `local_files_only` happens to be: that is about weights."""
    asked = {**HUB, "attention_backend": name}
    assert settings_of(asked).attention_backend == name
    for refused in ({**asked, "hub_kernels": False}, {**asked, "local_files_only": True}):
        with pytest.raises(ValueError, match=name):
            settings_of(refused)


def test_the_file_says_which_engine_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "engines.toml"
    file.write_text('[mine]\nkind = "diffusers"\nprofile = "wan-t2v"\nweights = "/w"\nstep = 1\n')
    monkeypatch.setenv("ENGINES_FILE", str(file))
    with pytest.raises(EnginesFileRefused, match=r"\[mine\] step is no setting"):
        configured_engines()


def test_capabilities_are_what_the_profile_can_do() -> None:
    speaking = entry("fast", {"profile": "ltx2-distilled", "weights": "/w"}).capabilities
    assert (speaking.name, speaking.speaks, speaking.takes_references) == ("fast", True, 0)
    assert speaking.starts == {Start.FIRST_FRAME, Start.LAST_FRAME}
    assert speaking.seconds == SECONDS
    assert not speaking.content_bounded
    silent = entry("wan", LEAST).capabilities
    assert (silent.speaks, silent.takes_references) == (False, 0)
    assert silent.starts == {Start.FILM}
    assert entry("wan", LEAST | {"sound": "spoken"}).capabilities.speaks


@pytest.mark.parametrize("profile", ["ltx2", "ltx2-distilled"])
def test_people_are_lent_only_to_a_lora_that_was_made_to_draw_them(profile: str) -> None:
    table = {"profile": profile, "weights": "/w"}
    style: dict[str, Any] = {"weights": "anime-style.safetensors"}
    cast = {"weights": "subjects.safetensors", "shows_people": True}

    def people(*loras: dict[str, Any]) -> int:
        return entry("cast", table | {"loras": list(loras)}).capabilities.takes_references

    assert people() == people(style) == people(style | {"shows_people": False}) == 0
    assert people(cast) == people(style, cast) == 2


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_profile_holds_together(profile: Any) -> None:
    assert set(profile.canvases) == set(Size)
    for size, canvas in profile.canvases.items():
        assert not any(side % profile.side_multiple for side in canvas)
        # No more than a fifteenth of a side is cut off where it is scaled up.
        wider, shape = canvas.width / canvas.height, size.width / size.height
        assert 0.93 < wider / shape < 1.07, size
    assert set(profile.seconds) <= set(SECONDS)
    assert (Way.PEOPLE in profile.ways) == (profile.people > 0)
    assert not profile.negative or (profile.guidance or 0.0) > 1.0
    assert profile.guidance_2 is None or profile.experts == 2
    assert not profile.sigmas or (len(profile.sigmas) == profile.steps and not profile.guidance)
    # One prompt for the whole is all that these pipelines take: a storyboard is refused beforehand
    # (`tool_not_offered`), and by the engine itself.
    assert Start.BEATS not in profile.starts


@pytest.mark.parametrize(
    ("profile", "seconds", "frames"),
    [("ltx2", 4, 97), ("ltx2", 8, 193), ("ltx2", 12, 289), ("wan-t2v", 4, 65),
     ("wan-t2v", 8, 129), ("wan2.2-ti2v", 4, 97)],
)  # fmt: skip
def test_frames_stand_on_the_grid_and_are_enough(profile: str, seconds: int, frames: int) -> None:
    known = PROFILES[profile]
    assert known.frames_for(seconds) == frames
    assert (frames - 1) % known.frame_grid == 0
    assert 0 <= frames - seconds * known.fps < known.frame_grid


def test_a_model_that_needs_a_picture_says_so_and_is_asked_for_nothing_else() -> None:
    table = {"profile": "wan-i2v", "weights": "/w"}
    needy = entry("pictures", table).capabilities
    assert (needy.words_alone, Start.FIRST_FRAME in needy.starts) == (False, True)
    request = RenderRequest("a red ball", Size.LANDSCAPE, needy.seconds[0], 1)
    with pytest.raises(EngineError, match="unsupported_request"):
        refuse_unsupported(request, needy)
    refuse_unsupported(replace(request, first_frame=Path("x.png")), needy)
    assert entry("wan", LEAST).capabilities.words_alone

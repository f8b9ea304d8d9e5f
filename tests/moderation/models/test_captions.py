"""Through the real loading code: a BLIP of random weights."""

from pathlib import Path

import pytest

from moderation.categories import Surface
from moderation.detectors import captions
from moderation.detectors.weights import Unusable
from moderation.inspection import inspect_film
from tests.media import pictures
from tests.moderation.frames.detectors import Ears, Probe
from tests.moderation.frames.films import HEIGHT, UPLOADED, WIDTH, film
from tests.moderation.models.tiny import captioner

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return captioner(tmp_path_factory.mktemp("models") / "captioner")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenes = [(pictures.shapes(HEIGHT, WIDTH), 1.0), (pictures.noise(HEIGHT, WIDTH), 0.5)]
    return film(tmp_path_factory.mktemp("films") / "clip.mp4", scenes)


def test_some_frames_are_described_with_their_times(folder: Path, clip: Path) -> None:
    detector = captions.build(str(folder), device="cpu", may_download=False)
    found = inspect_film(clip, source=UPLOADED, detectors=[detector], listener=Ears())
    assert found.described is not None
    assert [start for _, start, _ in found.described] == [0.0, 1.0]
    assert all(text for text, _, _ in found.described)
    # Its words are no words of the picture.
    assert (found.on_screen, found.answers) == (None, [])


def test_the_same_picture_has_the_same_words(folder: Path) -> None:
    from moderation.detectors.captions.model import loaded

    model = loaded(folder, "cpu")
    picture = pictures.shapes(HEIGHT, WIDTH)
    assert model.describe(picture) == model.describe(picture)


def test_weights_of_nan_describe_nothing(folder: Path, tmp_path: Path, clip: Path) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    weights = {name: value * float("nan") if value.is_floating_point() else value
               for name, value in load_file(broken / "model.safetensors").items()}  # fmt: skip
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    detector = captions.build(str(broken), device="cpu", may_download=False)
    found = inspect_film(clip, source=UPLOADED, detectors=[detector, Probe()], listener=Ears())
    assert found.described is None
    assert found.failed == {"captions"}
    assert {surface for surface, _ in found.answers} == {Surface.SCENE_DESCRIPTION, Surface.FRAME}


def test_a_model_that_is_not_here_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        captions.build(str(tmp_path), device="cpu", may_download=False)

"""Through the real loading code: a small ViT that tells colours apart."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors import image_classifier
from moderation.detectors.image_classifier import ImageClassifier
from moderation.detectors.weights import Unusable, digest
from moderation.inspection import inspect_film
from tests.moderation.frames.detectors import Ears, Probe
from tests.moderation.frames.films import UPLOADED, film
from tests.moderation.models.tiny import MAP, square

pytestmark = pytest.mark.slow
LabelFile = Callable[[str], Path]


def built(folder: Path, labels: Path) -> ImageClassifier:
    return image_classifier.build(str(folder), labels, device="cpu", may_download=False)


def answer_of(path: Path, detector: ImageClassifier) -> Answer:
    found = inspect_film(path, source=UPLOADED, detectors=[detector], listener=Ears())
    ((surface, answer),) = found.answers
    assert surface is Surface.FRAME
    return answer


def test_what_it_sees_is_found_with_its_time_and_the_rest_is_not(
    fitted: Path, label_file: LabelFile, tmp_path: Path
) -> None:
    path = film(
        tmp_path / "f.mp4", [(square("calm_blue"), 2.0), (square("alarm_red"), 1.0)]
    )  # fmt: skip
    answer = answer_of(path, built(fitted, label_file(MAP)))
    assert answer.coverage == {
        Category.VIOLENCE: Coverage.ASSESSED,
        Category.SEXUAL: Coverage.PARTIAL,
    }
    (red,) = [hit for hit in answer.hits if hit.category is Category.VIOLENCE]
    (green,) = [hit for hit in answer.hits if hit.category is Category.SEXUAL]
    assert red.score >= 0.9
    assert (red.term, red.start_s, red.end_s) == ("alarm_red", 2.0, 2.5)
    assert green.score < 0.2


def test_one_frame_among_ninety_six_is_found(
    fitted: Path, label_file: LabelFile, tmp_path: Path
) -> None:
    scenes = [(square("calm_blue"), 37 / 24), (square("alarm_red"), 1 / 24)]
    path = film(tmp_path / "f.mp4", [*scenes, (square("calm_blue"), 58 / 24)])
    answer = answer_of(path, built(fitted, label_file(MAP)))
    (red,) = [hit for hit in answer.hits if hit.category is Category.VIOLENCE]
    assert red.score >= 0.9
    assert red.start_s == pytest.approx(37 / 24, abs=0.001)


def test_a_middle_that_is_cut_out_loses_no_side(
    folder: Path, label_file: LabelFile, tmp_path: Path
) -> None:
    """The processor cuts out the middle; what is red stands at the far left."""
    told = json.loads((folder / "preprocessor_config.json").read_text())
    told |= {"do_center_crop": True, "crop_size": {"height": 32, "width": 32},
             "size": {"height": 36, "width": 36}}  # fmt: skip
    (folder / "preprocessor_config.json").write_text(json.dumps(told))
    from moderation.detectors.image_classifier import model

    seen: list[tuple[int, ...]] = []
    loaded = model.loaded(folder, "softmax", "cpu")
    assert loaded._needs_square
    picture = square("alarm_red", height=40, width=160)
    seen.append(model._squared(picture).shape)
    assert seen == [(183, 183, 3)]
    (scores,) = loaded.scores([picture])
    assert sum(scores.values()) == pytest.approx(1.0, abs=1e-4)


def test_weights_that_are_not_those_named_are_refused(folder: Path, label_file: LabelFile) -> None:
    right = digest(folder / "model.safetensors")
    named = f'{MAP}\n[sha256]\n"model.safetensors" = "{right}"\n'
    assert built(folder, label_file(named)).version.startswith(right[:12])
    with pytest.raises(Unusable, match="SHA-256 differs"):
        built(folder, label_file(named.replace(right, "0" * 64)))
    with pytest.raises(Unusable, match="missing"):
        built(folder, label_file(named.replace("model.safetensors", "other.safetensors")))


def test_weights_that_are_pickled_are_never_loaded(folder: Path, label_file: LabelFile) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(Unusable, match="no safetensors"):
        built(folder, label_file(MAP))


def test_weights_without_a_head_are_refused_and_the_film_is_unassessed(
    folder: Path, label_file: LabelFile, tmp_path: Path
) -> None:
    """transformers would make one up at random."""
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    headless = {name: value for name, value in weights.items() if "classifier" not in name}
    save_file(headless, folder / "model.safetensors", metadata={"format": "pt"})
    path = film(tmp_path / "f.mp4", [(square("alarm_red"), 0.5)])
    answer = answer_of(path, built(folder, label_file(MAP)))
    assert (answer.coverage, answer.hits) == ({}, ())


def test_weights_of_nan_answer_nothing_and_the_others_answer(
    folder: Path, label_file: LabelFile, tmp_path: Path
) -> None:
    from safetensors.torch import load_file, save_file

    weights = {name: value * float("nan") for name, value in
               load_file(folder / "model.safetensors").items()}  # fmt: skip
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    path = film(tmp_path / "f.mp4", [(square("alarm_red"), 0.5)])
    found = inspect_film(
        path, source=UPLOADED, detectors=[built(folder, label_file(MAP)), Probe()],
        listener=Ears(),
    )  # fmt: skip
    (_, broken), (_, fine) = found.answers
    assert (broken.coverage, broken.hits) == ({}, ())
    assert found.failed == {"image_classifier"}
    assert fine.coverage


def test_labels_that_nobody_explained_are_refused(folder: Path, label_file: LabelFile) -> None:
    told = json.loads((folder / "config.json").read_text())
    told["id2label"]["2"] = "something_new"
    (folder / "config.json").write_text(json.dumps(told))
    with pytest.raises(Unusable, match="something_new"):
        built(folder, label_file(MAP))


@pytest.mark.parametrize("name", ["/nowhere/at/all", "nobody/has-this-model-here"])
def test_a_model_that_is_not_here_is_not_fetched(name: str, label_file: LabelFile) -> None:
    with pytest.raises(Unusable):
        image_classifier.build(name, label_file(MAP), device="cpu", may_download=False)


def test_building_it_loads_no_model_library(fitted: Path, label_file: LabelFile) -> None:
    code = (
        "import sys; from pathlib import Path; from moderation.detectors import image_classifier;"
        f"image_classifier.build({str(fitted)!r}, Path({str(label_file(MAP))!r}), device='cpu',"
        "may_download=False); print(sorted(sys.modules.keys() & {'torch', 'transformers'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"

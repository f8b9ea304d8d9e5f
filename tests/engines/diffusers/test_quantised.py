"""Smaller weights: by the library of each part, on the card that was asked for, or a clear fault.

Tests that draw with torchao's weights run where that library is; requirements.lock does not have
it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import EngineError
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.loading.placing import placed
from generation.engines.diffusers.loading.quantising import quantised_at_load
from generation.engines.diffusers.loading.warm import warm
from tests.engines.diffusers.studio import engine, render

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("_cold")]

PLACE = "generation.engines.diffusers.loading.quantising"
PARTS = {"wan-t2v": {"transformer", "text_encoder"},
         "wan2.2-t2v": {"transformer", "transformer_2", "text_encoder"}}  # fmt: skip


@pytest.fixture
def _said_to_be_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{PLACE}.find_spec", lambda _: True)


@pytest.mark.parametrize("profile", PARTS)
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_a_film_with_weights_of_torchao(
    profile: str, dtype: str, folders: Path, tmp_path: Path
) -> None:
    quantised = pytest.importorskip("torchao.quantization")
    made = engine(folders, profile, dtype=dtype, quantisation="torchao-int8")
    first = render(made, tmp_path / "one.mp4")
    assert first.record["quantisation"] == "torchao-int8"
    base = warm(made._settings).base
    for name, part in base.components.items():
        weights = list(part.parameters()) if hasattr(part, "parameters") else []
        small = any(isinstance(weight, quantised.Int8Tensor) for weight in weights)
        assert small == (name in PARTS[profile]), name
    again = render(made, tmp_path / "two.mp4").path.read_bytes()
    assert again == first.path.read_bytes()
    plain = render(engine(folders, profile, dtype=dtype), tmp_path / "plain.mp4")
    assert plain.path.read_bytes() != again


@pytest.mark.parametrize("profile", PARTS)
@pytest.mark.parametrize("name", ["bitsandbytes-8bit", "bitsandbytes-4bit", "torchao-int8"])
def test_each_part_is_asked_for_in_the_words_of_its_own_library(name: str, profile: str) -> None:
    import torch

    pytest.importorskip(name.split("-", maxsplit=1)[0])
    table = {"profile": profile, "weights": "/w", "quantisation": name}
    asked = quantised_at_load(settings_of(table), torch.device("cuda"))["quantization_config"]
    assert set(asked.quant_mapping) == PARTS[profile]
    for part, wanted in asked.quant_mapping.items():
        library = "transformers" if part == "text_encoder" else "diffusers"
        assert type(wanted).__module__.split(".")[0] == library
    if name == "bitsandbytes-4bit":
        assert asked.quant_mapping["transformer"].bnb_4bit_compute_dtype is torch.bfloat16


@pytest.mark.usefixtures("_said_to_be_here")
def test_bits_and_bytes_are_for_a_card(folders: Path) -> None:
    with pytest.raises(EngineError, match="setting_unavailable"):
        warm(engine(folders, "wan-t2v", quantisation="bitsandbytes-8bit")._settings)


@pytest.mark.usefixtures("_said_to_be_here")
def test_what_its_library_refuses_says_nothing_of_the_weights(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise ValueError("String-based quantization types are no longer supported")

    monkeypatch.setattr("diffusers.PipelineQuantizationConfig", refused)
    with pytest.raises(EngineError, match="setting_unavailable"):
        warm(engine(folders, "wan-t2v", quantisation="torchao-int8")._settings)


def test_nor_does_a_library_that_is_too_old_for_reading_them(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise ImportError("requires the latest version of bitsandbytes")

    monkeypatch.setattr("diffusers.WanPipeline.from_pretrained", refused)
    with pytest.raises(EngineError, match="library_missing"):
        warm(engine(folders, "wan-t2v")._settings)


@pytest.mark.parametrize("name", ["none", "torchao-int8", "bitsandbytes-8bit"])
def test_what_is_not_quantised_goes_to_the_device_too(name: str) -> None:
    import torch

    asked: list[object] = []

    class Pipe:
        def to(self, device: torch.device) -> None:
            asked.append(device)

    table = {"profile": "ltx2", "weights": "/w", "quantisation": name}
    placed(Pipe(), settings_of(table), torch.device("cuda:1"))
    assert asked == [torch.device("cuda:1")]


def test_weights_are_read_with_the_wanted_card_as_the_current_one(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told by what torch is asked: this machine may have no card."""
    import torch

    now: list[torch.device] = []
    seen = []

    @contextmanager
    def device(wanted: torch.device) -> Iterator[None]:
        now.append(wanted)
        try:
            yield
        finally:
            now.pop()

    def read(*_: object, **__: Any) -> None:
        seen.extend(now)
        raise OSError

    monkeypatch.setattr(torch.cuda, "device", device)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr("diffusers.WanPipeline.from_pretrained", read)
    with pytest.raises(EngineError, match="weights_unreadable"):
        warm(engine(folders, "wan-t2v", device="cuda:1")._settings)
    assert seen == [torch.device("cuda:1")]
    assert now == []

"""LoRAs reach the experts that they are for.

The test that draws with one runs where peft is; requirements.lock does not have it.
"""

from pathlib import Path
from typing import Any

import pytest

from generation.engines.diffusers.loading.loras import FoundLora, lay_over
from generation.engines.diffusers.loading.warm import warm
from tests.engines.diffusers.studio import engine, render

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("_cold")]

SIDE, RANK = 24, 2  # of the tiny transformers' attention


def lora(folder: Path) -> Path:
    import torch
    from safetensors.torch import save_file

    noise = torch.Generator().manual_seed(3)
    name = "transformer.blocks.0.attn1.to_q"
    tensors = {
        f"{name}.lora_A.weight": torch.randn(RANK, SIDE, generator=noise),
        f"{name}.lora_B.weight": torch.randn(SIDE, RANK, generator=noise),
    }
    save_file(tensors, folder / "style.safetensors")
    return folder / "style.safetensors"


@pytest.mark.parametrize("experts", [(1,), (2,), (1, 2)])
def test_each_expert_is_asked_for_in_the_words_of_diffusers(experts: tuple[int, ...]) -> None:
    asked: list[tuple[str, bool]] = []
    scaled: list[Any] = []

    class Pipe:
        def load_lora_weights(self, _folder: Path, **how: Any) -> None:
            asked.append((how["adapter_name"], how.get("load_into_transformer_2", False)))

        def set_adapters(self, *how: Any) -> None:
            scaled.append(how)

    lay_over(Pipe(), [FoundLora(Path("/x.safetensors"), 0.5, "", experts)])
    assert asked == [("lora0", expert == 2) for expert in experts]
    assert scaled == [(["lora0"], [0.5])]


@pytest.mark.parametrize("asked", [{}, {"expert": 1}, {"expert": 2}])
def test_its_layers_lie_in_the_experts_that_it_is_for(
    asked: dict[str, int], folders: Path, tmp_path: Path
) -> None:
    pytest.importorskip("peft")
    table = {"loras": [{"weights": str(lora(tmp_path)), "scale": 2.0, **asked}]}
    made = engine(folders, "wan2.2-t2v", **table)
    film = render(made, tmp_path / "film.mp4")
    base = warm(made._settings).base
    for number, expert in ((1, base.transformer), (2, base.transformer_2)):
        layers = [name for name, _ in expert.named_parameters() if "lora_" in name]
        assert bool(layers) == (asked.get("expert", number) == number), number
    plain = render(engine(folders, "wan2.2-t2v"), tmp_path / "plain.mp4")
    assert film.record["model_sha256"] != plain.record["model_sha256"]
    assert film.path.read_bytes() != plain.path.read_bytes()


def test_two_experts_take_two_loras_of_their_own(folders: Path, tmp_path: Path) -> None:
    """As they are published: one file for high noise, one for low."""
    pytest.importorskip("peft")
    file = str(lora(tmp_path))
    pair = [{"weights": file, "expert": 1, "scale": 0.5}, {"weights": file, "expert": 2}]
    base = warm(engine(folders, "wan2.2-t2v", loras=pair)._settings).base
    assert base.get_list_adapters() == {"transformer": ["lora0"], "transformer_2": ["lora1"]}
    for expert, name, scale in (
        (base.transformer, "lora0", 0.5), (base.transformer_2, "lora1", 1.0),
    ):  # fmt: skip
        assert expert.blocks[0].attn1.to_q.scaling == {name: scale}

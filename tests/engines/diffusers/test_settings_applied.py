"""Every setting does something to the model, or is refused where this machine cannot do it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import EngineError
from generation.engines.diffusers.loading.warm import cool, warm
from generation.engines.sketch.dialogue import quotes
from lib.media.sound import AUDIBLE_DBFS, rms_dbfs
from tests.engines.diffusers.studio import Watcher, engine, render

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cool()
    yield
    cool()


def loaded(folders: Path, profile: str = "wan-t2v", **table: Any) -> Any:
    return warm(engine(folders, profile, **table)._settings)


@pytest.mark.parametrize("name", ["float32", "bfloat16", "float16"])
def test_dtype(name: str, folders: Path) -> None:
    import torch

    model = loaded(folders, dtype=name)
    assert model.base.transformer.dtype is getattr(torch, name)
    assert model.base.text_encoder.dtype is getattr(torch, name)
    assert model.base.vae.dtype is torch.float32


def test_a_model_of_this_machine_asks_nobody_and_tells_no_other_engine_not_to_ask(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("it asked for a way"))
    loaded(folders)
    assert "HF_HUB_OFFLINE" not in os.environ


@pytest.mark.parametrize("profile", ["wan-t2v", "ltx2-distilled"])
def test_a_film_in_bfloat16(profile: str, folders: Path, tmp_path: Path) -> None:
    made = engine(folders, profile, dtype="bfloat16", vae_dtype="bfloat16")
    assert render(made, tmp_path / "film.mp4").record["dtype"] == "bfloat16"


def test_variants_keep_the_types_of_the_weights(folders: Path) -> None:
    import torch

    from generation.engines.diffusers.loading.variants import pipeline_for
    from generation.engines.diffusers.profile import Way

    model = loaded(folders, "ltx2-distilled", dtype="bfloat16", vae_dtype="float32")
    for way in Way:
        if way in model.settings.profile.ways:
            pipe = pipeline_for(model, way)
            assert type(pipe).__name__ == model.settings.profile.ways[way]
            assert pipe.transformer is model.base.transformer
            assert (pipe.transformer.dtype, pipe.vae.dtype) == (torch.bfloat16, torch.float32)


def test_quantisation_to_eight_bits(folders: Path, tmp_path: Path) -> None:
    import torch

    model = loaded(folders, quantisation="fp8")
    kinds = {weight.dtype for weight in model.base.transformer.parameters()}
    assert torch.float8_e4m3fn in kinds
    made = engine(folders, "wan-t2v", quantisation="fp8")
    assert render(made, tmp_path / "film.mp4").record["quantisation"] == "fp8"


@pytest.mark.parametrize("name", ["torchao-int8", "bitsandbytes-8bit", "bitsandbytes-4bit"])
def test_a_library_that_is_not_here_is_named_by_a_code(
    name: str, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "generation.engines.diffusers.loading.quantising.find_spec"
    monkeypatch.setattr(place, lambda _: None)
    with pytest.raises(EngineError, match="library_missing"):
        loaded(folders, quantisation=name)


def test_loras_need_their_library(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.engines.diffusers.loading.loras.find_spec", lambda _: None)
    with pytest.raises(EngineError, match="library_missing"):
        loaded(folders, loras=[{"weights": "/nowhere/x.safetensors"}])


def test_the_record_names_what_a_lora_holds(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its library is not here, so the pipeline's own loader is left out."""
    import hashlib

    lora = tmp_path / "people.safetensors"
    lora.write_bytes(b"weights")
    monkeypatch.setattr("generation.engines.diffusers.loading.loras.find_spec", lambda _: True)
    for name in ("load_lora_weights", "set_adapters"):
        monkeypatch.setattr(f"diffusers.WanPipeline.{name}", lambda *_, **__: None)
    made = engine(folders, "wan-t2v", loras=[{"weights": str(lora), "scale": 0.5}])
    record = render(made, tmp_path / "film.mp4").record
    digest = hashlib.sha256(b"weights").hexdigest()
    assert record["loras"] == f"people.safetensors:0.5:{digest}"
    plain = engine(folders, "wan-t2v")
    assert render(plain, tmp_path / "plain.mp4").record["model_sha256"] != record["model_sha256"]


@pytest.mark.parametrize("name", ["native", "_native_math", "flex"])
def test_attention_backend(name: str, folders: Path) -> None:
    model = loaded(folders, attention_backend=name)
    chosen = {
        str(module.processor._attention_backend.value)
        for module in model.base.transformer.modules()
        if hasattr(module, "processor")
    }
    assert chosen == {name}


def test_it_is_that_of_one_model(folders: Path) -> None:
    from diffusers.models.attention_dispatch import _AttentionBackendRegistry as Backends
    from diffusers.models.attention_dispatch import attention_backend

    with attention_backend():
        before = Backends.get_active_backend()
        loaded(folders, attention_backend="flex")
        assert Backends.get_active_backend() == before


@pytest.mark.parametrize("name", ["flash", "sage", "xformers", "_native_npu"])
def test_an_attention_backend_that_is_not_here_is_a_fault(name: str, folders: Path) -> None:
    with pytest.raises(EngineError, match="setting_unavailable"):
        loaded(folders, attention_backend=name)


def test_nor_is_one_whose_code_cannot_be_fetched(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("diffusers.WanTransformer3DModel.set_attention_backend", away)
    with pytest.raises(EngineError, match="setting_unavailable"):
        loaded(folders, attention_backend="flash_hub", hub_kernels=True, local_files_only=False)


@pytest.mark.parametrize(
    ("profile", "name"),
    [("wan-t2v", "first_block"), ("wan-t2v", "taylorseer"), ("ltx2-distilled", "taylorseer")],
)
def test_caches_act_and_forget_between_films(
    name: str, profile: str, folders: Path, tmp_path: Path
) -> None:
    from generation.engines.base import RenderCancelled

    steps = {"steps": 8} if profile == "wan-t2v" else {}
    table = {"cache_threshold": 0.9} if name == "first_block" else {}
    made = engine(folders, profile, cache=name, **steps, **table)
    first = render(made, tmp_path / "one.mp4").path.read_bytes()
    assert warm(made._settings).base.transformer.is_cache_enabled
    with pytest.raises(RenderCancelled):
        path = tmp_path / "cancelled.mp4"
        render(made, path, seed=9, watcher=Watcher(path, stop_at=lambda asked: asked == 9))
    assert render(made, tmp_path / "two.mp4").path.read_bytes() == first
    cool()
    plain = engine(folders, profile, **steps)
    assert render(plain, tmp_path / "three.mp4").path.read_bytes() != first


def test_the_vae_decodes_in_tiles(folders: Path) -> None:
    assert loaded(folders, vae_tiling=True).base.vae.use_tiling
    cool()
    assert not loaded(folders).base.vae.use_tiling


def test_blocks_are_compiled(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for only: on a CPU a compiler would run for minutes."""
    asked = []
    monkeypatch.setattr(
        "diffusers.WanTransformer3DModel.compile_repeated_blocks",
        lambda _self, **how: asked.append(how),
    )
    loaded(folders, compile_blocks=True)
    assert asked == [{"fullgraph": True}]


@pytest.mark.parametrize(
    "table",
    [{"device": "auto", "offload": "model"}, {"device": "cuda:15"}, {"context_parallel": 2}],
)
def test_what_this_machine_has_not_is_a_fault(
    table: dict[str, Any], folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(EngineError, match="setting_unavailable"):
        loaded(folders, **table)


@pytest.mark.parametrize("offload", ["none", "model", "sequential", "group"])
def test_offloading_asks_diffusers_for_it(offload: str) -> None:
    import torch

    from generation.engines.diffusers.choices import settings_of
    from generation.engines.diffusers.loading.placing import placed

    asked: list[str] = []

    class Pipe:
        def __getattr__(self, name: str) -> Any:
            return lambda *_, **__: asked.append(name)

    table = {"profile": "wan-t2v", "weights": "/w", "offload": offload}
    placed(Pipe(), settings_of(table), torch.device("cuda"))
    expected = {"none": "to", "model": "enable_model_cpu_offload", "group": "enable_group_offload",
                "sequential": "enable_sequential_cpu_offload"}  # fmt: skip
    assert asked == [expected[offload]]


def test_steps_and_guidance(folders: Path, tmp_path: Path) -> None:
    unguided = render(engine(folders, "wan-t2v", steps=5, guidance=1), tmp_path / "a.mp4")
    assert unguided.record["transformer_calls"] == 5
    guided = render(engine(folders, "wan-t2v", steps=5, guidance=2), tmp_path / "a.mp4")
    assert guided.record["transformer_calls"] == 10


def test_a_silent_model_may_be_given_a_voice(folders: Path, tmp_path: Path) -> None:
    prompt = 'a red ball, a voice says "hi"'
    silent = render(engine(folders, "wan-t2v"), tmp_path / "a.mp4", prompt=prompt)
    assert (silent.script, silent.script_is_exact) == ((), True)
    assert rms_dbfs(silent.path) < -90
    made = engine(folders, "wan-t2v", sound="spoken")
    spoken = render(made, tmp_path / "b.mp4", prompt=prompt, seconds=2)
    assert [line.text for line in spoken.script] == list(quotes(prompt))
    assert spoken.script_is_exact
    assert rms_dbfs(spoken.path) > AUDIBLE_DBFS


def test_another_model_takes_the_place_of_the_first(folders: Path) -> None:
    import gc
    import weakref

    first = weakref.ref(loaded(folders).base.transformer)
    assert loaded(folders).base.transformer is first()
    second = loaded(folders, "wan-vace")
    gc.collect()
    assert first() is None
    assert type(second.base).__name__ == "WanVACEPipeline"


def test_the_record_is_enough_to_make_the_film_again(folders: Path, tmp_path: Path) -> None:
    record = dict(render(engine(folders, "wan-t2v"), tmp_path / "film.mp4").record)
    assert record.items() >= {
        "engine": "tiny", "profile": "wan-t2v", "seed": 7, "steps": 3, "guidance": 5.0,
        "dtype": "float32", "device": "cpu", "scheduler": "FlowMatchEulerDiscreteScheduler",
        "drawn_frames": 17, "drawn_fps": 16, "attention_backend": "default", "cache": "none",
        "loras": "", "size": "64x64", "transformer_calls": 6,
    }.items()  # fmt: skip
    assert len(str(record["model_sha256"])) == len(str(record["scheduler_sha256"])) == 64
    for library in ("torch", "diffusers", "transformers", "av", "opencv_python_headless"):
        assert record[f"library_{library}"] != "none"
    assert all(isinstance(value, str | int | float) for value in record.values())

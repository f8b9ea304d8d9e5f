"""Folders that no model can be loaded from: each told apart, and nothing of them executed."""

import json
import pickle
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import EngineError, MachineFault
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.loading.checking import refuse_unusable
from generation.engines.diffusers.loading.finding import find
from generation.engines.diffusers.loading.fingerprint import fingerprint
from generation.engines.diffusers.loading.folder import weights_folder
from generation.engines.diffusers.loading.loras import file_of
from generation.engines.diffusers.profiles import PROFILES

PARTS = {
    "transformer": ["diffusers", "WanTransformer3DModel"],
    "vae": ["diffusers", "AutoencoderKLWan"],
    "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
    "transformer_2": [None, None],
}
HELD = ("scheduler", "transformer", "vae")
NAME = "diffusion_pytorch_model"


def tensors(numbers: int = 4) -> bytes:
    head = {"w": {"dtype": "F32", "shape": [numbers], "data_offsets": [0, 4 * numbers]}}
    plain = json.dumps(head | {"__metadata__": {"format": "pt"}}).encode()
    return struct.pack("<Q", len(plain)) + plain + bytes(4 * numbers)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Whole, as far as can be seen without loading it."""
    root = tmp_path / "weights"
    for part in ("transformer", "vae"):
        (root / part).mkdir(parents=True)
        (root / part / "config.json").write_text("{}")
        (root / part / f"{NAME}.safetensors").write_bytes(tensors())
    (root / "scheduler").mkdir()
    (root / "scheduler" / "scheduler_config.json").write_text("{}")
    write_index(root)
    return root


def write_index(root: Path, **changed: object) -> None:
    index = {"_class_name": "WanPipeline", "_diffusers_version": "0.42.1", **PARTS, **changed}
    (root / "model_index.json").write_text(json.dumps(index))


def test_a_whole_folder_is_taken(folder: Path) -> None:
    assert refuse_unusable(folder, PROFILES["wan-t2v"]).pipeline == "WanPipeline"


class Trap:
    """What a pickle may do while it is read."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return pytest.fail, ("a pickle was read",)


def _pickled(root: Path) -> None:
    (root / "transformer" / f"{NAME}.safetensors").unlink()
    (root / "transformer" / f"{NAME}.bin").write_bytes(pickle.dumps(Trap()))


def _cut_off(root: Path) -> None:
    (root / "vae" / f"{NAME}.safetensors").write_bytes(tensors()[:-3])


def _no_tensors(root: Path) -> None:
    (root / "vae" / f"{NAME}.safetensors").write_bytes(b"<html>404</html>")


def _shard_gone(root: Path) -> None:
    index = {"weight_map": {"w": f"{NAME}.safetensors", "v": f"{NAME}-2.safetensors"}}
    (root / "vae" / f"{NAME}.safetensors.index.json").write_text(json.dumps(index))


def _part_gone(root: Path) -> None:
    shutil.rmtree(root / "vae")


def _empty_part(root: Path) -> None:
    for path in (root / "scheduler").iterdir():
        path.unlink()


def _no_index(root: Path) -> None:
    (root / "model_index.json").unlink()


def _broken_index(root: Path) -> None:
    (root / "model_index.json").write_text("{")


def _list_index(root: Path) -> None:
    (root / "model_index.json").write_text("[]")


def _other_class(root: Path) -> None:
    write_index(root, _class_name="StableDiffusionPipeline")


def _own_code(root: Path) -> None:
    write_index(root, _class_name=["pipeline", "WanPipeline"])


def _other_module(root: Path) -> None:
    write_index(root, vae=["os", "system"])


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_no_index, "weights_missing"),
        (_broken_index, "weights_unreadable"),
        (_list_index, "weights_unreadable"),
        (_other_class, "weights_wrong_class"),
        (_own_code, "weights_wrong_class"),
        (_other_module, "weights_wrong_class"),
        (_part_gone, "weights_partial"),
        (_empty_part, "weights_partial"),
        (_cut_off, "weights_partial"),
        (_no_tensors, "weights_partial"),
        (_shard_gone, "weights_partial"),
        (_pickled, "weights_pickled"),
    ],
)
def test_what_is_wrong_with_a_folder_is_told(
    folder: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(folder)
    with pytest.raises(EngineError) as refused:
        refuse_unusable(folder, PROFILES["wan-t2v"])
    assert (refused.value.code, refused.value.permanent) == (code, False)
    assert isinstance(refused.value, MachineFault)
    assert refused.value.what.startswith(str(folder))


def test_weights_of_one_class_that_are_called_in_another_way_are_told_apart(folder: Path) -> None:
    with pytest.raises(EngineError, match="weights_wrong_class"):
        refuse_unusable(folder, PROFILES["wan2.2-t2v"])
    shutil.copytree(folder / "transformer", folder / "transformer_2")
    write_index(folder, transformer_2=PARTS["transformer"])
    assert refuse_unusable(folder, PROFILES["wan2.2-t2v"]).pipeline == "WanPipeline"
    with pytest.raises(EngineError, match="weights_wrong_class"):
        refuse_unusable(folder, PROFILES["wan-t2v"])


def test_a_model_that_promises_sound_has_what_makes_it(folder: Path) -> None:
    sound = {"vocoder": PARTS["vae"], "audio_vae": PARTS["vae"]}
    for part in sound:
        shutil.copytree(folder / "vae", folder / part)
    write_index(folder, _class_name="LTX2Pipeline", **sound)
    assert refuse_unusable(folder, PROFILES["ltx2"]).pipeline == "LTX2Pipeline"
    write_index(folder, _class_name="LTX2Pipeline", **(sound | {"vocoder": [None, None]}))
    with pytest.raises(EngineError, match="weights_wrong_class"):
        refuse_unusable(folder, PROFILES["ltx2"])


@pytest.fixture
def two_transformers(folder: Path) -> Path:
    """As LTX-2.5 comes: the distilled one under the plain name, and parts that no call needs."""
    for part in ("vocoder", "audio_vae"):
        shutil.copytree(folder / "vae", folder / part)
    shutil.copytree(folder / "transformer", folder / "transformer_full")
    held = dict.fromkeys(("vocoder", "audio_vae", "prompt_enhancer"), PARTS["vae"])
    write_index(folder, _class_name="LTX2Pipeline", **held)
    return folder


def test_each_profile_takes_the_transformer_that_it_was_written_for(two_transformers: Path) -> None:
    def of(profile: str) -> str:
        return refuse_unusable(two_transformers, PROFILES[profile]).parts["transformer"]

    assert (of("ltx2"), of("ltx2-distilled")) == ("transformer_full", "transformer")
    shutil.rmtree(two_transformers / "transformer_full")
    assert of("ltx2") == "transformer"


def test_parts_that_no_call_needs_may_be_missing(two_transformers: Path) -> None:
    parts = refuse_unusable(two_transformers, PROFILES["ltx2"]).parts
    assert "prompt_enhancer" not in parts
    (two_transformers / "transformer_full" / f"{NAME}.safetensors").unlink()
    with pytest.raises(EngineError, match="weights_partial"):
        refuse_unusable(two_transformers, PROFILES["ltx2"])


@pytest.mark.parametrize("weights", ["/nowhere/at/all", "./nothing", "no-such-owner/no-such-model"])
def test_weights_that_are_not_here_are_not_looked_for_elsewhere(
    weights: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("it asked for a way"))
    with pytest.raises(EngineError) as refused:
        weights_folder(settings_of({"profile": "wan-t2v", "weights": weights}))
    assert (refused.value.code, refused.value.permanent) == ("weights_missing", False)


@pytest.mark.parametrize(
    ("status", "code"),
    [(503, "weights_unreachable"), (429, "weights_unreachable"), (404, "weights_missing"),
     (401, "weights_missing")],
)  # fmt: skip
def test_a_hub_that_has_too_much_to_do_is_not_one_that_has_nothing(
    status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx
    from huggingface_hub.errors import HfHubHTTPError

    def answers(*_: object, **__: object) -> None:
        request = httpx.Request("GET", "http://hub.invalid")
        answer: Any = httpx.Response(status, request=request)
        raise HfHubHTTPError("no", response=answer)

    monkeypatch.setattr("huggingface_hub.snapshot_download", answers)
    table = {"profile": "wan-t2v", "weights": "owner/model", "local_files_only": False}
    with pytest.raises(MachineFault) as refused:
        weights_folder(settings_of(table))
    assert (refused.value.code, refused.value.what) == (code, "owner/model")


def test_of_the_hub_only_what_is_used_is_fetched(
    two_transformers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Repositories hold a second transformer and whole checkpoints beside, of tens of gigabytes."""
    asked: list[tuple[str | None, list[str]]] = []

    def hub(_: str, *, revision: str | None, allow_patterns: list[str], **__: object) -> str:
        asked.append((revision, allow_patterns))
        return str(two_transformers)

    monkeypatch.setattr("huggingface_hub.snapshot_download", hub)
    table = {"profile": "ltx2", "weights": "owner/model", "local_files_only": False}
    assert weights_folder(settings_of(table)) == two_transformers
    [(newest, first), (commit, then)] = asked
    assert (newest, commit) == (None, two_transformers.name)
    assert set(first) == {
        "model_index.json", "transformer_full/config.json", "transformer/config.json",
    }  # fmt: skip
    folders = {pattern.split("/")[0] for pattern in then}
    assert folders == {"transformer_full", "vae", "vocoder", "audio_vae", "scheduler"}


def test_a_fingerprint_names_the_weights_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    first = fingerprint(folder, HELD)
    assert len(first) == 64
    (folder / "README.md").write_text("hello")
    assert fingerprint(folder, HELD) == first
    assert fingerprint(Path(shutil.copytree(folder, tmp_path / "copy")), HELD) == first
    (folder / "vae" / f"{NAME}.safetensors").write_bytes(tensors(5))
    assert fingerprint(folder, HELD) != first


def test_what_no_part_holds_is_nobody_s_weights(folder: Path) -> None:
    first = fingerprint(folder, HELD)
    (folder / "whole-checkpoint.safetensors").write_bytes(tensors(7))
    shutil.copytree(folder / "transformer", folder / "transformer_full")
    assert fingerprint(folder, HELD) == first


def test_large_files_are_hashed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fingerprint(folder, HELD)
    place = "generation.engines.diffusers.loading.fingerprint._digest"
    monkeypatch.setattr(place, lambda *_: pytest.fail("it read it again"))
    assert fingerprint(folder, HELD) == first


class CalledOff(Exception):
    pass


def test_hashing_is_called_off_between_blocks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.engines.diffusers.loading.fingerprint.BLOCK", 16)
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise CalledOff

    with pytest.raises(CalledOff):
        fingerprint(folder, HELD, go_on)


HUB_LORA = "Owner/LTX-2.3-IC-LoRA"


@pytest.fixture
def lora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in a folder of its own; the hub knows it by its id."""
    file = tmp_path / "snapshots" / "people.safetensors"
    file.parent.mkdir()
    file.write_bytes(tensors())

    def hub(name: str, **_: object) -> str:
        assert name == HUB_LORA
        return str(file.parent)

    monkeypatch.setattr("huggingface_hub.snapshot_download", hub)
    return file


def test_a_lora_is_a_file_a_folder_or_a_hub_id_with_dots_in_it(lora: Path) -> None:
    settings = settings_of({"profile": "wan-t2v", "weights": "/w"})
    for weights in (HUB_LORA, str(lora.parent), str(lora)):
        assert file_of(weights, settings) == lora


@pytest.mark.parametrize(
    ("name", "code"),
    [("x.bin", "weights_pickled"), ("Owner/x.pt", "weights_pickled"),
     ("/nowhere/x.safetensors", "weights_missing"), ("/nowhere/x.2", "weights_missing"),
     ("EMPTY", "weights_partial"), ("TWO", "weights_unreadable")],
)  # fmt: skip
def test_what_is_no_lora_is_told(name: str, code: str, lora: Path, tmp_path: Path) -> None:
    shutil.copy(lora, lora.with_name("other.safetensors"))
    known = {"EMPTY": str(tmp_path), "TWO": str(lora.parent)}
    with pytest.raises(MachineFault, match=code):
        file_of(known.get(name, name), settings_of({"profile": "wan-t2v", "weights": "/w"}))


def test_the_weights_of_a_film_are_those_of_its_loras_too(
    folder: Path, lora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.engines.diffusers.loading.loras.find_spec", lambda _: True)

    def sha256(**table: object) -> str:
        plain = {"profile": "wan-t2v", "weights": str(folder)}
        return find(settings_of(plain | table)).sha256

    def laid(scale: float) -> str:
        return sha256(loras=[{"weights": str(lora), "scale": scale}])

    assert sha256() == fingerprint(folder, HELD)
    first = laid(1.0)
    assert len({first, sha256(), laid(0.5)}) == 3
    assert laid(1.0) == first
    lora.write_bytes(tensors(5))
    assert laid(1.0) != first

"""What may go wrong on a device: told by a stable code, and the next film is as it should be."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import EngineError, MachineFault
from generation.engines.diffusers.engine import DiffusersEngine
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.warm import cool, warm
from generation.failures import FailureCode
from generation.work.attempting import failure_of
from tests.engines.diffusers.studio import Watcher, engine, render

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cool()
    yield
    cool()


def loaded(made: DiffusersEngine) -> Loaded:
    return warm(made._settings)


def refusal(made: DiffusersEngine, folder: Path, **start: Any) -> EngineError:
    with pytest.raises(EngineError) as refused:
        render(made, folder / "film.mp4", **start)
    assert list(folder.iterdir()) == []
    return refused.value


@pytest.mark.parametrize(
    ("part", "spoil", "code"),
    [
        ("vae.decoder", lambda out: out * float("nan"), "picture_not_finite"),
        ("vae.decoder", lambda out: out * 0, "picture_blank"),
        ("vocoder", lambda out: out * float("nan"), "sound_not_finite"),
        ("vocoder", lambda out: out * 0, "sound_missing"),
        ("vocoder", lambda out: out[..., :0], "sound_missing"),
        ("vocoder", lambda out: out[..., : out.shape[-1] // 2], "sound_too_short"),
    ],
)
def test_what_cannot_be_shown_is_never_encoded(
    part: str, spoil: Any, code: str, folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = engine(folders, "ltx2-distilled")
    module = loaded(made).base
    for name in part.split("."):
        module = getattr(module, name)
    handle = module.register_forward_hook(lambda _module, _given, out: spoil(out))
    with monkeypatch.context() as patch:
        patch.setattr("lib.media.writer.Mp4Writer.write_frame", lambda *_: pytest.fail("encoded"))
        failure = refusal(made, tmp_path)
    assert (failure.code, failure.permanent) == (code, True)
    handle.remove()
    assert render(made, tmp_path / "film.mp4").path.exists()


def test_a_model_that_lost_its_sound_is_told_so(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = engine(folders, "ltx2-distilled")
    family = type(loaded(made).family)
    monkeypatch.setattr(family, "sound", lambda *_: None)
    failure = refusal(made, tmp_path)
    assert (failure.code, failure.permanent) == ("sound_missing", True)


class Short:
    """An allocator that fails so many times, at the next calls of one module."""

    def __init__(self, module: Any, error: Exception, times: int) -> None:
        self.left = times
        self.failed = 0
        self._error = error
        self._handle = module.register_forward_pre_hook(self._before)

    def _before(self, *_: object) -> None:
        if self.left:
            self.left -= 1
            self.failed += 1
            raise self._error

    def over(self) -> None:
        self._handle.remove()


def _errors() -> list[Exception]:
    import torch

    on_the_cpu = "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate"
    return [torch.OutOfMemoryError("CUDA out of memory."), RuntimeError(on_the_cpu)]


@pytest.mark.parametrize("part", ["encoder", "decoder"])
@pytest.mark.parametrize("kind", [0, 1])
def test_memory_that_the_vae_lacks_once_is_got_by_with_tiles(
    part: str, kind: int, folders: Path, tmp_path: Path
) -> None:
    made = engine(folders, "wan-t2v")
    assert not loaded(made).tiled
    short = Short(getattr(loaded(made).base.vae, part), _errors()[kind], times=1)
    begun: dict[str, Any] = {}
    if part == "encoder":
        begun["film"] = render(made, tmp_path / "before.mp4").path
    film = render(made, tmp_path / "film.mp4", **begun)
    assert short.failed == 1
    assert film.record["vae_tiled"] == 1
    short.over()
    assert not loaded(made).base.vae.use_tiling
    assert render(made, tmp_path / "next.mp4").record["vae_tiled"] == 0


def test_memory_that_stays_short_fails_as_what_may_pass_and_leaves_the_model_usable(
    folders: Path, tmp_path: Path
) -> None:
    made = engine(folders, "wan-t2v", vae_tiling=True)
    before = render(made, tmp_path / "before.mp4").path.read_bytes()
    (tmp_path / "before.mp4").unlink()
    short = Short(loaded(made).base.transformer, _errors()[0], times=99)
    failure = refusal(made, tmp_path)
    assert (failure.code, failure.permanent) == ("out_of_memory", False)
    assert failure_of(failure).code is FailureCode.CAPACITY
    short.over()
    assert render(made, tmp_path / "film.mp4").path.read_bytes() == before


@pytest.mark.parametrize("part", ["transformer", "text_encoder"])
def test_where_tiles_cannot_help_it_fails_at_once(part: str, folders: Path, tmp_path: Path) -> None:
    made = engine(folders, "wan-t2v")
    short = Short(getattr(loaded(made).base, part), _errors()[0], times=99)
    assert refusal(made, tmp_path).code == "out_of_memory"
    assert short.failed == 1
    assert not loaded(made).tiled


def test_what_a_cache_holds_of_the_first_try_is_not_in_the_second(
    folders: Path, tmp_path: Path
) -> None:
    made = engine(folders, "wan-t2v", cache="first_block", cache_threshold=0.9, steps=8)
    before = render(made, tmp_path / "before.mp4").path.read_bytes()
    transformer = loaded(made).base.transformer
    calls = 0

    def fail_late(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 6:
            raise _errors()[0]

    handle = transformer.register_forward_pre_hook(fail_late)
    (tmp_path / "before.mp4").unlink()
    assert refusal(made, tmp_path).code == "out_of_memory"
    handle.remove()
    assert render(made, tmp_path / "film.mp4").path.read_bytes() == before


@pytest.mark.parametrize("part", ["placed", "lay_over", "tune"])
def test_memory_that_runs_out_while_a_model_is_loaded_may_be_there_later(
    part: str, folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = engine(folders, "wan-t2v")

    def full(*_: object) -> None:
        raise failed(Fault.SETTING_UNAVAILABLE) from _errors()[0]

    with monkeypatch.context() as patch:
        patch.setattr(f"generation.engines.diffusers.loading.reading.{part}", full)
        assert refusal(made, tmp_path).code == "out_of_memory"
    assert render(made, tmp_path / "film.mp4").path.exists()


def test_memory_is_given_back_once_nothing_holds_it_and_before_the_next_turn(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import weakref

    import torch

    from generation.engines.diffusers.loading import memory, turns

    made = engine(folders, "wan-t2v")
    held: list[weakref.ref[torch.Tensor]] = []
    left: list[bool] = []

    def fails(*_: object) -> None:
        large = torch.zeros(8)
        held.append(weakref.ref(large))
        raise RuntimeError("something else")

    def give_back() -> None:
        assert turns._this_process._held
        left.append(any(tensor() is not None for tensor in held))

    handle = loaded(made).base.transformer.register_forward_pre_hook(fails)
    monkeypatch.setattr(memory, "give_back", give_back)
    with pytest.raises(RuntimeError, match="something else"):
        render(made, tmp_path / "film.mp4")
    handle.remove()
    assert left[-1] is False


def test_weights_are_hashed_before_the_turn_and_loading_can_be_called_off(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.engines.base import RenderCancelled
    from generation.engines.diffusers.loading import finding, reading, turns
    from generation.engines.diffusers.loading.fingerprint import fingerprint as hashed

    read = reading._pipeline
    stopped = False

    def outside(*given: Any) -> str:
        assert not turns._this_process._held
        return hashed(*given)

    def cancelled_meanwhile(*given: Any) -> Any:
        nonlocal stopped
        stopped = True
        return read(*given)

    monkeypatch.setattr(finding, "fingerprint", outside)
    monkeypatch.setattr(reading, "_pipeline", cancelled_meanwhile)
    monkeypatch.setattr(reading, "lay_over", lambda *_: pytest.fail("it went on"))
    made, path = engine(folders, "wan-t2v"), tmp_path / "film.mp4"
    with pytest.raises(RenderCancelled):
        render(made, path, watcher=Watcher(path, stop_at=lambda _: stopped))


def test_tiles_are_tried_only_once(folders: Path, tmp_path: Path) -> None:
    made = engine(folders, "wan-t2v")
    short = Short(loaded(made).base.vae.decoder, _errors()[0], times=99)
    assert refusal(made, tmp_path).code == "out_of_memory"
    assert short.failed == 2


def test_any_other_fault_goes_through_and_the_next_film_is_the_same(
    folders: Path, tmp_path: Path
) -> None:
    made = engine(folders, "wan-t2v")
    before = render(made, tmp_path / "before.mp4").path.read_bytes()
    short = Short(loaded(made).base.transformer, RuntimeError("something else"), times=1)
    with pytest.raises(RuntimeError, match="something else"):
        render(made, tmp_path / "film.mp4")
    short.over()
    assert not loaded(made).tiled
    assert render(made, tmp_path / "film.mp4").path.read_bytes() == before


@pytest.mark.parametrize("name", ["first_frame", "film"])
def test_what_it_cannot_read_may_be_there_later(name: str, folders: Path, tmp_path: Path) -> None:
    profile = "wan2.2-i2v" if name == "first_frame" else "wan-t2v"
    failure = refusal(engine(folders, profile), tmp_path, **{name: tmp_path / "gone"})
    assert (failure.code, failure.permanent) == ("start_unreadable", False)


@pytest.mark.parametrize(
    ("profile", "start"),
    [("wan2.2-i2v", {}), ("wan-t2v", {"first_frame": Path("x.png")}),
     ("wan-vace", {"film": Path("x.mp4")})],
)  # fmt: skip
def test_a_way_to_start_that_the_model_has_not_is_refused(
    profile: str, start: dict[str, Path], folders: Path, tmp_path: Path
) -> None:
    failure = refusal(engine(folders, profile), tmp_path, **start)
    assert (failure.code, failure.permanent) == ("unsupported_request", True)


def _configured(folder: Path, part: str, **change: int) -> None:
    config = folder / part / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | change))


def _of_no_type(folder: Path, part: str) -> None:
    """As long as before, with a head that names numbers which nobody knows."""
    file = next((folder / part).glob("*.safetensors"))
    file.write_bytes(file.read_bytes().replace(b'"F32"', b'"F99"', 1))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: _configured(folder, "transformer", ffn_dim=48), "weights_unreadable"),
        (lambda folder: _configured(folder, "transformer", num_layers=3), "weights_unreadable"),
        (lambda folder: _configured(folder, "text_encoder", d_ff=48), "weights_unreadable"),
        (lambda folder: _configured(folder, "text_encoder", num_layers=3), "weights_unreadable"),
        (lambda folder: _of_no_type(folder, "vae"), "weights_partial"),
        (lambda folder: _of_no_type(folder, "text_encoder"), "weights_partial"),
    ],
    ids=[
        "sizes", "layers", "sizes of the encoder", "layers of the encoder",
        "no type", "no type of the encoder",
    ],
)  # fmt: skip
def test_a_folder_whose_numbers_do_not_fit_is_no_model(
    spoil: Callable[[Path], None], code: str, folders: Path, tmp_path: Path
) -> None:
    """Files of the right classes, and still no model: found when it is loaded, or looked at."""
    spoilt = Path(shutil.copytree(folders / "wan_t2v", tmp_path / "weights"))
    spoil(spoilt)
    made = engine(folders, "wan-t2v", weights=str(spoilt))
    with pytest.raises(MachineFault) as refused:
        render(made, tmp_path / "film.mp4")
    assert refused.value.code == code
    assert str(refused.value.what).startswith(str(spoilt))
    assert not (tmp_path / "film.mp4").exists()

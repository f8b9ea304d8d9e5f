from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.checking import PICKLES
from generation.engines.diffusers.loading.fingerprint import GoOn, file_fingerprint
from generation.engines.diffusers.loading.folder import from_hub, is_of_the_hub
from generation.engines.diffusers.settings import Settings

TENSORS = ".safetensors"
SECOND = 2  # of the experts


@dataclass(frozen=True, slots=True)
class FoundLora:
    file: Path
    scale: float
    sha256: str
    experts: tuple[int, ...] = (1,)

    @property
    def told(self) -> str:
        """How it is laid, where that is not the only way."""
        over = "" if self.experts == (1,) else f":experts={'+'.join(map(str, self.experts))}"
        return f"{self.scale}{over}"


def found_loras(settings: Settings, go_on: GoOn) -> tuple[FoundLora, ...]:
    """Raises EngineError: `library_missing` without peft, `weights_…`."""
    if settings.loras and find_spec("peft") is None:
        raise failed(Fault.LIBRARY_MISSING, "peft")
    found = []
    for lora in settings.loras:
        file = file_of(lora.weights, settings)
        digest = file_fingerprint(file, go_on)
        found.append(FoundLora(file, lora.scale, digest, lora.experts))
    return tuple(found)


def file_of(weights: str, settings: Settings) -> Path:
    """A hub id may have a dot in its name, so a file is known by the endings of files alone."""
    path = Path(weights).expanduser()
    if path.suffix in PICKLES:
        raise failed(Fault.WEIGHTS_PICKLED, weights)
    if path.suffix == TENSORS:
        if not path.is_file():
            raise failed(Fault.WEIGHTS_MISSING, weights)
        return path
    if path.is_dir():
        return _only(path)
    if not is_of_the_hub(weights):
        raise failed(Fault.WEIGHTS_MISSING, weights)
    return _only(from_hub(weights, None, settings, wanted=(f"*{TENSORS}",)))


def _only(folder: Path) -> Path:
    """Of several nobody would know which was meant."""
    files = sorted(folder.glob(f"*{TENSORS}"))
    if len(files) == 1:
        return files[0]
    if not files:
        raise failed(Fault.WEIGHTS_PARTIAL, folder)
    raise failed(Fault.WEIGHTS_UNREADABLE, f"{folder}: name one of its {len(files)} files")


def lay_over(pipe: Any, loras: Sequence[FoundLora]) -> None:
    """Raises EngineError `weights_unreadable`."""
    if not loras:
        return
    names = [f"lora{number}" for number in range(len(loras))]
    for name, lora in zip(names, loras, strict=True):
        for expert in lora.experts:
            _add(pipe, name, lora.file, expert)
    pipe.set_adapters(names, [lora.scale for lora in loras])


def _add(pipe: Any, name: str, file: Path, expert: int) -> None:
    second = {"load_into_transformer_2": True} if expert == SECOND else {}
    try:
        pipe.load_lora_weights(
            file.parent,
            weight_name=file.name,
            adapter_name=name,
            use_safetensors=True,
            local_files_only=True,
            **second,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise failed(Fault.WEIGHTS_UNREADABLE, file) from error

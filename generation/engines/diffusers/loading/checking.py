"""Whether a folder holds a whole pipeline of the right class, before anything of it is loaded."""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.tensors import is_whole
from generation.engines.diffusers.profile import Profile, Sound

# A model_index.json names a module to import for each part: only these are known not to be a trap.
LIBRARIES = frozenset({"diffusers", "transformers", "wan", "ltx2"})
PICKLES = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".msgpack", ".h5"})
SHARDED = ".safetensors.index.json"
INDEX = "model_index.json"
TRANSFORMER = "transformer"


@dataclass(frozen=True, slots=True)
class Usable:
    """`pipeline`: the name of its class. `parts`: those that are to be loaded, with the name of the
    folder that each lies in."""

    pipeline: str
    parts: Mapping[str, str]


def refuse_unusable(folder: Path, profile: Profile) -> Usable:
    """What is to be loaded. Raises EngineError: `weights_missing`, `weights_unreadable`,
    `weights_wrong_class`, `weights_partial`, `weights_pickled`."""
    usable = described(folder, profile)
    for part in usable.parts.values():
        _refuse_part(folder / part)
    return usable


def described(folder: Path, profile: Profile) -> Usable:
    """By its index alone; whether its parts are there was not looked at. Raises EngineError."""
    index = read_index(folder)
    named = index.get("_class_name")
    if not isinstance(named, str) or named not in profile.classes:
        raise failed(Fault.WEIGHTS_WRONG_CLASS, folder)
    parts = {part: of for part, of in _parts(index, folder) if part not in profile.unused}
    if _other_model(parts, profile) or not LIBRARIES.issuperset(parts.values()):
        raise failed(Fault.WEIGHTS_WRONG_CLASS, folder)
    return Usable(named, {part: _place(part, folder, profile) for part in parts})


def read_index(folder: Path) -> dict[str, Any]:
    """Raises EngineError `weights_missing`, `weights_unreadable`."""
    return _object(folder / INDEX, absent=Fault.WEIGHTS_MISSING)


def _place(part: str, folder: Path, profile: Profile) -> str:
    if part != TRANSFORMER:
        return part
    there = (name for name in profile.transformers if (folder / name).is_dir())
    return next(there, part)


def _other_model(parts: Container[str], profile: Profile) -> bool:
    """Of the same class, and still to be called in another way."""
    experts = 2 if "transformer_2" in parts else 1
    mute = profile.sound is Sound.MODEL and not ("audio_vae" in parts and "vocoder" in parts)
    return mute or experts != profile.experts


def _parts(index: dict[str, Any], folder: Path) -> Iterator[tuple[str, str]]:
    for part, value in index.items():
        if isinstance(value, list) and not part.startswith("_") and value[:1] != [None]:
            if len(value) != 2 or not all(isinstance(word, str) for word in value):
                raise failed(Fault.WEIGHTS_UNREADABLE, folder)
            yield part, value[0]


def _refuse_part(part: Path) -> None:
    if not part.is_dir() or not any(part.iterdir()):
        raise failed(Fault.WEIGHTS_PARTIAL, part)
    config = part / "config.json"
    if not config.exists():
        return  # a tokenizer, a scheduler, a processor: no weights
    _object(config, absent=Fault.WEIGHTS_PARTIAL)
    tensors = [path for path in part.iterdir() if path.suffix == ".safetensors"]
    if not tensors:
        pickled = any(path.suffix in PICKLES for path in part.iterdir())
        raise failed(Fault.WEIGHTS_PICKLED if pickled else Fault.WEIGHTS_PARTIAL, part)
    if _missing_shards(part) or not all(map(is_whole, tensors)):
        raise failed(Fault.WEIGHTS_PARTIAL, part)


def _missing_shards(part: Path) -> bool:
    indexes = [path for path in part.iterdir() if path.name.endswith(SHARDED)]
    named = {name for path in indexes for name in _shards(path)}
    return any(not (part / name).is_file() for name in named)


def _shards(index: Path) -> set[str]:
    named = _object(index, absent=Fault.WEIGHTS_PARTIAL).get("weight_map")
    if not isinstance(named, dict):
        raise failed(Fault.WEIGHTS_UNREADABLE, index)
    return set(map(str, named.values()))


def _object(path: Path, *, absent: Fault) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text())
    except FileNotFoundError:
        raise failed(absent, path) from None
    except (OSError, ValueError) as error:
        raise failed(Fault.WEIGHTS_UNREADABLE, path) from error
    if not isinstance(value, dict):
        raise failed(Fault.WEIGHTS_UNREADABLE, path)
    return value

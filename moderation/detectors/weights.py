"""Folders of models that an operator names: there, whole, and nothing in them that runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

CHUNK = 1024 * 1024
# Only what is data. Pickles (.bin, .pt, .ckpt) run what they hold when they are loaded.
WANTED = ["*.json", "*.safetensors", "*.txt", "*.model"]


class Unusable(Exception):
    """A model is missing, broken, or not the one that was named. The message is safe to show."""


def folder_of(model: str, *, may_download: bool, wanted: Sequence[str] = WANTED) -> Path:
    """The folder itself, or that of a hub id as this machine holds it. Raises Unusable."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if folder.is_absolute() or model.startswith("."):
        raise Unusable("the folder does not exist")
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(
            model, local_files_only=not may_download, allow_patterns=list(wanted)
        )
    except Exception as error:
        raise Unusable("this machine does not hold that model") from error
    return Path(found)


def described(folder: Path) -> dict[str, Any]:
    """Its config.json. Raises Unusable."""
    try:
        config = json.loads((folder / "config.json").read_text())
    except (OSError, ValueError) as error:
        raise Unusable("config.json cannot be read") from error
    if not isinstance(config, dict):
        raise Unusable("config.json is no object")
    return config


def safetensors_of(folder: Path) -> list[Path]:
    """Its weights. Raises Unusable where there are none."""
    found = sorted(folder.glob("*.safetensors"))
    if not found:
        raise Unusable("no safetensors in it (other kinds of weights are never loaded)")
    return found


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal digits; read again only when the file has changed."""
    state = path.stat()
    return _digest(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=64)
def _digest(path: Path, _size: int, _changed_ns: int) -> str:
    known = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            known.update(chunk)
    return known.hexdigest()


def refuse_other_files(folder: Path, named: Mapping[str, str]) -> None:
    """Raises Unusable where a file is missing or has another SHA-256 than was named."""
    for name, wanted in named.items():
        path = folder / name
        if not path.is_file():
            raise Unusable(f"{name} is missing")
        if digest(path) != wanted.lower():
            raise Unusable(f"{name} is not the file that was named: its SHA-256 differs")

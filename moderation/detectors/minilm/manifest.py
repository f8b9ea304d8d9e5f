"""Which bytes the committed weights must have."""

import json
from pathlib import Path

from moderation.detectors.minilm.wheel import hash_of

NAME = "weights.json"
ADAPTER = "adapter.safetensors"


class WrongFile(RuntimeError):
    """A file of weights is not the one that the manifest beside it names."""


def verified(path: Path) -> Path:
    """`path`, after its SHA-256 was compared. Raises WrongFile, FileNotFoundError."""
    if _named(path).get(path.name) != hash_of(path):
        raise WrongFile(path.name)
    return path


def adapter_version(beside: Path) -> str:
    """The SHA-256 that the adapter in the folder of `beside` must have; "" where there is none."""
    return _named(beside).get(ADAPTER, "")


def write_manifest(*paths: Path) -> None:
    """For files of one folder, into that folder; written beside and renamed."""
    home = paths[0].with_name(NAME)
    scratch = home.with_suffix(".new")
    scratch.write_text(json.dumps({path.name: hash_of(path) for path in paths}, indent=1) + "\n")
    scratch.replace(home)


def _named(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.with_name(NAME).read_text())
    return found

"""Where exports lie; for whoever asks without a model library."""

import hashlib
from pathlib import Path

from moderation.detectors.minilm.wheel import weights_hash

RECIPE = 2  # raise when the graph that export.py writes changes, or what merging does
GRAPH = "encoder.onnx"
RECORD = "encoder.json"


def weights_key(changed: str) -> str:
    """Changes with the encoder's weights, and with `changed`: the adapter's hash, or nothing."""
    return hashlib.sha256(f"{weights_hash()} {changed}".encode()).hexdigest()


def folder_of(home: Path, key: str) -> Path:
    return home / "models" / f"minilm-{key[:24]}-{RECIPE}"

"""The folder with the weights, on this machine."""

import os
from pathlib import Path

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.settings import Settings

# What a pipeline is made of. No code, and nothing that unpickles.
WANTED = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja", "*.md")


def weights_folder(settings: Settings) -> Path:
    """Raises EngineError `weights_missing`. Asks the hub only where the operator allows it."""
    folder = Path(settings.weights).expanduser()
    if folder.is_dir():
        return folder
    if settings.weights.startswith((".", "/", "~")) or settings.weights.count("/") != 1:
        raise failed(Fault.WEIGHTS_MISSING)
    return _from_hub(settings)


def _from_hub(settings: Settings) -> Path:
    if settings.local_files_only:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(
            snapshot_download(
                settings.weights,
                revision=settings.revision,
                local_files_only=settings.local_files_only,
                allow_patterns=list(WANTED),
            )
        )
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise failed(Fault.WEIGHTS_MISSING) from error

"""Small files that are either whole or absent, and readable by their owner only."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from config.embedded.errors import EmbeddedError


def private_folder(folder: Path) -> Path:
    """Make the folder with mode 0700; one that exists keeps its mode."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step, mode 0600 from its first byte on."""
    private_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in the file, or None where there is no file."""
    try:
        value = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except (ValueError, UnicodeDecodeError):
        raise EmbeddedError(f"{path} is damaged. Delete it and start again.") from None
    if not isinstance(value, dict):
        raise EmbeddedError(f"{path} is damaged. Delete it and start again.")
    return value


def write_json(path: Path, value: dict[str, Any]) -> None:
    """As `write_private`, readable for people."""
    write_private(path, json.dumps(value, indent=2) + "\n")

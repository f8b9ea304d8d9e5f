"""Files that reports are written to: whole or not at all."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def check_writable(*paths: Path | None) -> None:
    """Before the work, not after it. Raises CommandError."""
    for path in paths:
        if path is not None and (path.is_dir() or not path.parent.is_dir()):
            raise CommandError(f"{path} cannot be written: is its folder there?")


def write_whole(path: Path, text: str) -> None:
    """Beside it and renamed: whoever reads meanwhile reads the old one."""
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(path)


def write_json(path: Path, found: Any) -> None:
    write_whole(path, json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n")

"""Whose folder it is, and what the system's refusals mean."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.files import private_folder


def claim(home: Path) -> None:
    """Make the folder, or refuse another user's: files of two owners would spoil it for both."""
    private_folder(home)
    if (owner := home.stat().st_uid) != os.geteuid():
        raise EmbeddedError(
            f"{home} belongs to uid {owner}, and you are uid {os.geteuid()}. "
            "Run it as its owner, or name another folder."
        )


@contextmanager
def explained(home: Path) -> Iterator[None]:
    """Turn the system's errors into ours."""
    try:
        yield
    except PermissionError as error:
        raise EmbeddedError(
            f"uid {os.geteuid()} may not use {error.filename}. Run it as the owner of {home}, "
            "or name another folder."
        ) from error
    except OSError as error:
        raise EmbeddedError(f"{home} cannot be used: {error}") from error

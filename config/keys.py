"""Secrets of an embedded installation: made at random once, kept under `.data/keys`, mode 0600."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env
from lib.crypto import keyring


def kept_secret(folder: Path, name: str, *, length: int = 32) -> str:
    """The secret of this name in hexadecimal, made at the first call.

    Two processes that start together agree: the file is linked into place, never overwritten.
    """
    path = folder / name
    if not path.exists():
        _make(path, secrets.token_hex(length))
    value = path.read_text().strip()
    if not value:
        raise ImproperlyConfigured(f"The secret {name} is empty. Restore it from a backup.")
    return value


def _make(path: Path, value: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value + "\n")
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def cameo_master_keys(folder: Path, *, production: bool, role: str) -> Callable[[], str]:
    """The provider of the keyring that wraps the keys of likenesses.

    Raises ImproperlyConfigured where production's likeness process has none. Other processes may
    start without, and should: they never ask for it.
    """
    if command := env.text("CAMEO_MASTER_KEYS_COMMAND", ""):
        return keyring.from_command(command, name="CAMEO_MASTER_KEYS_COMMAND")
    if given := env.text("CAMEO_MASTER_KEYS", ""):
        return lambda: given.replace(",", "\n")
    if not production:
        return lambda: "1:" + kept_secret(folder, "cameo_master_keys")
    if role == "likeness":
        raise ImproperlyConfigured(
            "Under production the likeness process needs CAMEO_MASTER_KEYS or "
            "CAMEO_MASTER_KEYS_COMMAND."
        )
    return lambda: ""


def signing_keys(folder: Path, *, production: bool) -> tuple[Callable[[], str], Callable[[], str]]:
    """The providers of the seeds that sign anchors of the consent ledger, and people's archives."""
    consents, exports = (
        _seeds(folder, name, production=production) for name in ("CONSENT_KEYS", "EXPORT_KEYS")
    )
    return consents, exports


def _seeds(folder: Path, name: str, *, production: bool) -> Callable[[], str]:
    """Under production it must be named; whoever never signs never asks for it, and `check
    --deploy` says where it is missing."""
    if command := env.text(f"{name}_COMMAND", ""):
        return keyring.from_command(command, name=f"{name}_COMMAND")
    if given := env.text(name, ""):
        return lambda: given.replace(",", "\n")
    if production:
        return lambda: ""  # parse() refuses it by name
    return lambda: "1:" + kept_secret(folder, name.lower())

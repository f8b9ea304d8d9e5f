"""The keys that encrypt model fields: several versions, the newest one writes.

A keyring is text of the form `<id>:<64 hexadecimal digits>` a line, newest first. It comes from
the provider that settings name: a file (embedded), the environment, or the output of a command,
which is the hook for a KMS that unwraps the keys at start (docs/keys.md).
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32  # AES-256
COMMAND_SECONDS = 10


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Key bytes by id; `current` is the id that new values are written with."""

    current: int
    keys: dict[int, bytes]


def parse(text: str, *, name: str = "field keyring") -> Keyring:
    """Read a keyring. Raises ImproperlyConfigured without ever showing a key."""
    keys: dict[int, bytes] = {}
    order: list[int] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        number, _, value = line.partition(":")
        try:
            key_id, key = int(number), bytes.fromhex(value)
        except ValueError:
            raise ImproperlyConfigured(f"A line of the {name} is malformed.") from None
        if len(key) != KEY_BYTES or not 0 < key_id < 2**16 or key_id in keys:
            raise ImproperlyConfigured(f"A key of the {name} has a wrong id or length.")
        keys[key_id] = key
        order.append(key_id)
    if not order:
        raise ImproperlyConfigured(f"The {name} holds no key.")
    return Keyring(current=order[0], keys=keys)


def from_file(path: Path) -> Callable[[], str]:
    """A provider that reads a file."""
    return path.read_text


def from_command(command: str, *, name: str = "FIELD_KEYS_COMMAND") -> Callable[[], str]:
    """A provider that runs an operator's command and takes what it prints."""

    def run() -> str:
        done = subprocess.run(  # noqa: S602 - the operator's own configured command line
            command,
            shell=True,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        if done.returncode:
            raise ImproperlyConfigured(f"{name} ended with {done.returncode}.")
        return done.stdout

    return run


@cache
def keyring() -> Keyring:
    """The process's keyring, read at first use through `settings.FIELD_KEYS_PROVIDER`."""
    from django.conf import settings

    provider: Callable[[], str] = settings.FIELD_KEYS_PROVIDER
    return parse(provider())

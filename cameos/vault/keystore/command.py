"""A key store of the operator's: a command that speaks to their KMS or secret store."""

import shlex
import subprocess
from collections.abc import Callable, Iterator
from uuid import UUID

from cameos.vault.errors import VaultError, VaultFault

SECONDS = 20
# How the command says that a key was deleted, and that there is none.
DESTROYED, LOST = 3, 4


class CommandKeyStore:
    """Runs `<command> put|get|replace|delete|ids <key id>`, without a shell.

    Keys go as hexadecimal on standard input and output, never as an argument. It ends with 0, 3
    (deleted) or 4 (unknown); `put` and `replace` must refuse an id that was deleted, and `put` one
    that is taken.
    """

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    def put(self, key_id: UUID, wrapped: bytes) -> None:
        self._run("put", str(key_id), wrapped.hex())

    def get(self, key_id: UUID) -> bytes:
        try:
            wrapped = bytes.fromhex(self._run("get", str(key_id)).strip())
        except ValueError:
            raise VaultError(VaultFault.KEY_STORE_FAILED, f"get {key_id}: no key") from None
        if not wrapped:
            raise VaultError(VaultFault.KEY_STORE_FAILED, f"get {key_id}: empty")
        return wrapped

    def replace(self, key_id: UUID, change: Callable[[bytes], bytes]) -> None:
        self._run("replace", str(key_id), change(self.get(key_id)).hex())

    def delete(self, key_id: UUID) -> None:
        self._run("delete", str(key_id))

    def ids(self) -> Iterator[UUID]:
        yield from map(UUID, self._run("ids", "").split())

    def _run(self, verb: str, key_id: str, text: str = "") -> str:
        try:
            done = subprocess.run(
                [*self._command, verb, key_id],
                input=text,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            name = type(error).__name__
            raise VaultError(VaultFault.KEY_STORE_FAILED, f"{verb}: {name}") from None
        faults = {DESTROYED: VaultFault.KEY_DESTROYED, LOST: VaultFault.KEY_LOST}
        if done.returncode:
            fault = faults.get(done.returncode, VaultFault.KEY_STORE_FAILED)
            raise VaultError(fault, f"{verb} {key_id} ended with {done.returncode}")
        return done.stdout

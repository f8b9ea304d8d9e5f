"""A store of the operator's: a command that speaks to it (docs/consent-ledger.md)."""

import shlex
import subprocess
from collections.abc import Iterator

from lib.anchoring.base import AnchorStoreFailed, AnchorTaken

SECONDS = 30
# How the command says that the name is taken, and that there is nothing of that name.
TAKEN, NONE = 3, 4


class CommandAnchorStore:
    """Runs `<command> put|get|numbers [<number>]`, without a shell; documents go by standard input
    and output. It ends with 0, 3 (taken) or 4 (none), and must refuse to write twice."""

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    def put(self, number: int, document: bytes) -> None:
        done = self._run("put", str(number), data=document)
        if done.returncode == TAKEN:
            if self.get(number) != document:
                raise AnchorTaken(number)
        elif done.returncode:
            raise AnchorStoreFailed(f"put ended with {done.returncode}")

    def get(self, number: int) -> bytes | None:
        done = self._run("get", str(number))
        if done.returncode == NONE:
            return None
        if done.returncode:
            raise AnchorStoreFailed(f"get ended with {done.returncode}")
        return done.stdout

    def numbers(self) -> Iterator[int]:
        done = self._run("numbers")
        if done.returncode:
            raise AnchorStoreFailed(f"numbers ended with {done.returncode}")
        try:
            yield from sorted(map(int, done.stdout.split()))
        except ValueError:
            raise AnchorStoreFailed("numbers answered something else") from None

    def _run(self, *words: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [*self._command, *words],
                input=data,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            raise AnchorStoreFailed(type(error).__name__) from None

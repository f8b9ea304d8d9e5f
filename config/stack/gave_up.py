"""Programs that ended because they are misconfigured, which nobody starts again."""

import re
from pathlib import Path

MISCONFIGURED = 78  # EX_CONFIG of sysexits.h
ENDED = re.compile(rf"exited: (\S+) \(exit status {MISCONFIGURED};")


class SupervisorLog:
    """What the supervisor writes from now on; `path` need not be there yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = path.stat().st_size if path.exists() else 0

    def gave_up(self) -> list[str]:
        """The programs that ended so since the last question."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(0, 2)
            if file.tell() < self._read:  # a new file was begun
                self._read = 0
            file.seek(self._read)
            whole = file.read().rpartition(b"\n")[0]
        self._read += len(whole)
        return ENDED.findall(whole.decode(errors="replace"))

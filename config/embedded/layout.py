"""Where things lie in the folder of the embedded servers."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """Paths below `home`; the servers' own data may lie elsewhere (`privileges`)."""

    home: Path

    @property
    def passwords(self) -> Path:
        return self.home / "keys" / "servers.json"

    @property
    def endpoints(self) -> Path:
        """Exists while the servers are wanted: from start to stop."""
        return self.home / "run" / "endpoints.json"

    @property
    def memory(self) -> Path:
        """What was settled at the first start; losing it may cost the way to the data."""
        return self.home / "servers.json"

    @property
    def lock(self) -> Path:
        return self.home / "run" / "servers.lock"

    def guard(self, server: str) -> Path:
        """Locked by the server's own processes for as long as one of them lives."""
        return self.home / "run" / f"{server}.guard"

    def log(self, server: str) -> Path:
        return self.home / "log" / f"{server}.log"

    @property
    def mark(self) -> str:
        """A short name of this folder, shown in the titles of the servers' processes."""
        return "zoetrope-" + hashlib.sha256(bytes(self.home)).hexdigest()[:16]

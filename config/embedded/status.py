"""What `status` and `start` tell."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServerStatus:
    """One server; `answers` means it took our password and a query at this moment."""

    name: str
    answers: bool
    host: str
    port: int | None
    pid: int | None
    log: Path

    def __str__(self) -> str:
        state = "answers" if self.answers else "silent" if self.pid else "stopped"
        where = f"{self.host}:{self.port}" if self.port else "-"
        return f"{self.name:<10}{state:<9}{where:<17}pid {self.pid or '-':<9}{self.log}"


@dataclass(frozen=True)
class Status:
    """Both servers."""

    servers: tuple[ServerStatus, ...]

    @property
    def ok(self) -> bool:
        return all(server.answers for server in self.servers)

    def __str__(self) -> str:
        return "\n".join(str(server) for server in self.servers)

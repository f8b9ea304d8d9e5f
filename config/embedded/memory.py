"""What was settled at the first start and must stay so."""

import secrets
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Self

from config.embedded.files import read_json, write_json


@dataclass
class Memory:
    """`bootstrap` is the digest of the roles' text last applied; `postmaster` and `redis` are the
    pids of the last ones, by which they, or what they left in shared memory, are known."""

    installation: str = field(default_factory=lambda: secrets.token_hex(8))
    way: str = ""
    postgres_port: int | None = None
    redis_port: int | None = None
    volatile: bool = False
    bootstrap: str = ""
    postmaster: int | None = None
    redis: int | None = None

    @classmethod
    def load(cls, path: Path) -> Self:
        kept = read_json(path) or {}
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    def save(self, path: Path) -> None:
        write_json(path, asdict(self))

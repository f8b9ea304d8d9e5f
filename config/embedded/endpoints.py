"""Where the running servers answer, and with which password: `<home>/run/endpoints.json`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from config.database_roles import DATABASE, LOGIN_ROLES
from config.embedded.errors import EmbeddedError
from config.embedded.files import read_json, write_json
from config.embedded.layout import Layout
from config.embedded.passwords import REDIS
from config.embedded.ports import HOST


@dataclass(frozen=True)
class Endpoints:
    """Host, ports and passwords; `role_passwords` by short role name (migrate, web, …)."""

    host: str
    postgres_port: int
    redis_port: int
    role_passwords: Mapping[str, str] = field(repr=False)
    redis_password: str = field(repr=False)

    @classmethod
    def of(cls, postgres_port: int, redis_port: int, passwords: Mapping[str, str]) -> Self:
        """From the ports and the passwords by full name."""
        by_role = {role: passwords[name] for role, name in LOGIN_ROLES.items()}
        return cls(HOST, postgres_port, redis_port, by_role, passwords[REDIS])

    @classmethod
    def load(cls, home: Path) -> Self | None:
        """What the last start wrote; None before it and after a stop. Says nothing about whether
        the servers live at this moment."""
        path = Layout(home.resolve()).endpoints
        kept = read_json(path)
        try:
            return None if kept is None else cls(**kept)
        except TypeError:
            raise EmbeddedError(f"{path} is damaged. Delete it and start again.") from None

    def save(self, path: Path) -> None:
        write_json(path, asdict(self))

    def database_url(self, role: str) -> str:
        """For one of migrate, web, worker, likeness; KeyError for any other."""
        user, password = LOGIN_ROLES[role], self.role_passwords[role]
        return f"postgresql://{user}:{password}@{self.host}:{self.postgres_port}/{DATABASE}"

    @property
    def redis_url(self) -> str:
        """Cache, channel layer, throttles."""
        return self._redis(0)

    @property
    def broker_url(self) -> str:
        """Queues: apart from the cache, which may be flushed."""
        return self._redis(1)

    def environment(self) -> dict[str, str]:
        """The variables under which settings look for servers."""
        urls = {f"DATABASE_URL_{role.upper()}": self.database_url(role) for role in LOGIN_ROLES}
        return urls | {"REDIS_URL": self.redis_url, "BROKER_URL": self.broker_url}

    def _redis(self, number: int) -> str:
        return f"redis://:{self.redis_password}@{self.host}:{self.redis_port}/{number}"

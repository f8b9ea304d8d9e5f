"""Both servers of one folder."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import access, roles, watch
from config.embedded.binaries import installed
from config.embedded.bring_up import bring_up
from config.embedded.endpoints import Endpoints
from config.embedded.layout import Layout
from config.embedded.lock import locked
from config.embedded.memory import Memory
from config.embedded.passwords import kept_passwords, known_passwords
from config.embedded.place import Place, possible_places, settle
from config.embedded.postgres import Postgres
from config.embedded.redis_server import RedisServer
from config.embedded.status import Status

# Longer than the slowest start of somebody else's.
LOCK_SECONDS = 300


class Servers:
    """PostgreSQL and Redis with all their files below `home`, safe to use by many processes.

    `volatile` gives up durability for speed, for tests: it holds for a folder that is made so, and
    until somebody starts the folder without it.
    """

    def __init__(self, home: Path, *, volatile: bool = False) -> None:
        self.layout = Layout(home.resolve())
        self.volatile = volatile

    def start(self) -> Endpoints:
        """See that both answer, whatever was there before; EmbeddedError says what to do."""
        with self._exclusive():
            return self._start()

    def revive(self) -> bool:
        """As `start`, but only where nobody stopped them meanwhile: says whether it did."""
        if not self.layout.home.exists():
            return False
        with self._exclusive():
            if self.are_wanted():
                self._start()
                return True
            return False

    def stop(self) -> None:
        """End both, clients or not, with all their processes; nothing happens if none live."""
        if not self.layout.home.exists():
            return self._stop()
        with self._exclusive():
            self.layout.endpoints.unlink(missing_ok=True)
            return self._stop()

    def status(self) -> Status:
        """Ask both at this moment. Changes nothing."""
        with access.explained(self.layout.home):
            memory = self._memory()
            postgres, redis = self._living_pair(memory)
            return Status((postgres.status(memory.postgres_port), redis.status(memory.redis_port)))

    def are_serving(self) -> bool:
        """Do both live, with their data? Cheap: asks the kernel about two processes."""
        memory = self._memory()
        servers = zip(self._living_pair(memory), (memory.postmaster, memory.redis), strict=True)
        return all(pid and server.serves_as(pid) for server, pid in servers)

    def are_wanted(self) -> bool:
        """True from a start to a stop, by whatever process."""
        return self.layout.endpoints.exists()

    def watch(self, stop: threading.Event, interval: float = 0.5) -> None:
        """Until `stop` is set, start again what died, looking every `interval` seconds."""
        watch.watch(self, stop, interval)

    def _start(self) -> Endpoints:
        memory = self._memory()
        at = settle(self.layout, memory, installed())
        passwords = kept_passwords(self.layout.passwords)
        postgres, redis = self._pair(at, passwords)
        is_new = not postgres.data.exists()
        volatile = self.volatile and (memory.volatile or is_new)
        adopt = volatile == memory.volatile
        if is_new:
            memory.bootstrap, memory.volatile = "", volatile
        self._forget_dead_postmaster(postgres, memory)
        memory.save(self.layout.memory)
        memory.postgres_port = bring_up(
            postgres, kept_port=memory.postgres_port, volatile=volatile, adopt=adopt
        )
        memory.postmaster = postgres.main()
        memory.save(self.layout.memory)
        memory.redis_port = bring_up(
            redis, kept_port=memory.redis_port, volatile=volatile, adopt=adopt
        )
        memory.redis = redis.main()
        memory.volatile = volatile
        memory.save(self.layout.memory)
        self._tell_roles(postgres, memory)
        endpoints = Endpoints.of(memory.postgres_port, memory.redis_port, passwords)
        endpoints.save(self.layout.endpoints)
        return endpoints

    def _forget_dead_postmaster(self, postgres: Postgres, memory: Memory) -> None:
        if memory.postmaster and memory.postmaster != postgres.main():
            postgres.clean(memory.postmaster)
            memory.postmaster = None

    def _tell_roles(self, postgres: Postgres, memory: Memory) -> None:
        digest = roles.digest(postgres)
        if memory.bootstrap != digest and memory.postgres_port:
            roles.bootstrap(postgres, memory.postgres_port)
            memory.bootstrap = digest
            memory.save(self.layout.memory)

    def _stop(self) -> None:
        memory = self._memory()
        for at in possible_places(self.layout, memory.way):
            postgres, redis = self._pair(at, known_passwords(self.layout.passwords))
            postgres.end()
            redis.end()
            if memory.postmaster:
                postgres.clean(memory.postmaster)

    def _living_pair(self, memory: Memory) -> tuple[Postgres, RedisServer]:
        at = possible_places(self.layout, memory.way)[0]
        return self._pair(at, known_passwords(self.layout.passwords))

    def _pair(self, at: Place, passwords: dict[str, str]) -> tuple[Postgres, RedisServer]:
        return Postgres(self.layout, at, passwords), RedisServer(self.layout, at, passwords)

    def _memory(self) -> Memory:
        return Memory.load(self.layout.memory)

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        home = self.layout.home
        refusal = f"Another process has been starting or stopping the servers of {home} for long."
        with access.explained(home):
            access.claim(home)
            with locked(self.layout.lock, seconds=LOCK_SECONDS, refusal=refusal):
                yield

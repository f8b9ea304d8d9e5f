"""PostgreSQL: how it is told apart, prepared, started, asked and ended."""

import signal
from pathlib import Path

import psycopg

from config.embedded.initdb import initialise, reset_superuser
from config.embedded.passwords import SUPERUSER
from config.embedded.ports import HOST
from config.embedded.processes import Process
from config.embedded.server import Answer, Server
from config.embedded.shared_memory import remove_segments

ASK_SECONDS = 3
SETTINGS = {
    "listen_addresses": HOST,
    # No Unix socket: its path may have 107 bytes at most, checkouts lie deeper.
    "unix_socket_directories": "",
    "max_connections": "100",
    # In the data folder, where it cannot outlive the data; /dev/shm is 64 MB in containers.
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    # The log must hold nobody's words: no failing statement's text, no DETAIL with its values.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
VOLATILE = {**dict.fromkeys(DURABLE, "off"), "shared_buffers": "64MB"}


class Postgres(Server):
    name = "postgres"
    # SIGTERM would wait for clients to leave: SIGINT is the fast shutdown, SIGQUIT the immediate.
    endings = ((signal.SIGINT, 30), (signal.SIGQUIT, 5))

    def is_main(self, process: Process) -> bool:
        program, *options = process.argv
        return Path(program).name == "postgres" and options[:2] == ["-D", str(self.data)]

    def is_part(self, process: Process) -> bool:
        return self.is_main(process) or process.title.startswith(f"postgres: {self.mark}: ")

    def owns_data(self, pid: int) -> bool:
        """An empty postmaster.pid, or one that names another process, speaks of no living server
        of ours: pids are used again after a restart of the machine."""
        return self._pid_lines()[:1] == [str(pid)]

    def prepare(self, *, volatile: bool, guard: int) -> None:
        if not self.data.exists():
            password = self.passwords[SUPERUSER]
            initialise(self.place, self.data, password, volatile=volatile, guard=guard)
        # The guard says that nobody lives who could own it; PostgreSQL would believe a reused pid.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def command(self, port: int, *, volatile: bool) -> list[str]:
        settings = SETTINGS | (VOLATILE if volatile else DURABLE)
        settings |= {"port": str(port), "cluster_name": self.mark}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self.place.binaries.postgres), "-D", str(self.data), *options]

    def ask(self, port: int) -> Answer:
        try:
            with self.connect(port, "postgres") as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            wrong = "password authentication failed" in str(error)
            return Answer.WRONG_PASSWORD if wrong else Answer.NOT_YET
        return Answer.YES

    def connect(self, port: int, database: str) -> psycopg.Connection[tuple[object, ...]]:
        """As superuser, in autocommit."""
        return psycopg.connect(
            host=HOST,
            port=port,
            dbname=database,
            user=SUPERUSER,
            password=self.passwords[SUPERUSER],
            connect_timeout=ASK_SECONDS,
            sslmode="disable",
            gssencmode="disable",
            options="",
            application_name="zoetrope embedded",
            autocommit=True,
        )

    def reset_password(self, *, guard: int) -> None:
        reset_superuser(self.place, self.data, self.passwords[SUPERUSER], guard=guard)

    def clean(self, pid: int) -> None:
        remove_segments(self.place.identity, creator=pid)

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().split("\n")
        except (FileNotFoundError, NotADirectoryError):
            return []

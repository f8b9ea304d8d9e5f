"""Redis: how it is told apart, prepared, started, asked and ended."""

import signal
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.files import write_private
from config.embedded.passwords import REDIS
from config.embedded.ports import HOST
from config.embedded.processes import Process
from config.embedded.server import Answer, Server

ASK_SECONDS = 3
# Commands that write files anywhere, load code or copy the data away: nobody here needs them.
FORBIDDEN = ("CONFIG", "MODULE", "DEBUG", "REPLICAOF", "SLAVEOF", "MIGRATE")
SETTINGS = (
    f"bind {HOST}",
    "protected-mode yes",
    "daemonize no",
    'logfile ""',
    'save ""',
    "maxmemory-policy noeviction",
    "set-proc-title yes",
)
DURABLE = ("appendonly yes", "appendfsync everysec")
VOLATILE = ("appendonly no",)


class RedisServer(Server):
    name = "redis"
    endings = ((signal.SIGTERM, 15),)

    def is_main(self, process: Process) -> bool:
        """Its title is our mark, then its path; its children's is our mark, then what they do."""
        return process.title.startswith(f"{self.mark} /")

    def is_part(self, process: Process) -> bool:
        named = process.title.startswith(f"{self.mark} ")
        return named or process.argv[1:] == (str(self._config),)

    def owns_data(self, pid: int) -> bool:
        """Redis keeps no pid in its data; its working folder is gone when the data are."""
        return self.data.is_dir() and self._config.exists()

    def prepare(self, *, volatile: bool, guard: int) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.place.identity.hand_over(self.data)

    def command(self, port: int, *, volatile: bool) -> list[str]:
        lines = [
            *SETTINGS,
            *(VOLATILE if volatile else DURABLE),
            f"port {port}",
            f"requirepass {self.passwords[REDIS]}",
            f"dir {_quoted(self.data)}",
            # The mark stands first: a title is cut at 255 bytes.
            f'proc-title-template "{self.mark} {{title}}"',
            *(f'rename-command {command} ""' for command in FORBIDDEN),
        ]
        write_private(self._config, "\n".join(lines) + "\n")
        self.place.identity.hand_over(self._config)
        return [str(self.place.binaries.redis), str(self._config)]

    def ask(self, port: int) -> Answer:
        client = redis.Redis(
            host=HOST,
            port=port,
            password=self.passwords[REDIS],
            socket_timeout=ASK_SECONDS,
            socket_connect_timeout=ASK_SECONDS,
            # By default it tries again for seconds; whoever asks here decides that himself.
            retry=Retry(NoBackoff(), 0),
        )
        try:
            client.ping()
        except redis.AuthenticationError:
            return Answer.WRONG_PASSWORD
        except redis.RedisError:
            return Answer.NOT_YET
        finally:
            client.close()
        return Answer.YES

    def reset_password(self, *, guard: int) -> None:
        """It stands in the configuration, which every start writes anew."""

    def clean(self, pid: int) -> None:
        """Redis leaves nothing elsewhere."""

    @property
    def _config(self) -> Path:
        return self.place.folder / "redis.conf"


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'

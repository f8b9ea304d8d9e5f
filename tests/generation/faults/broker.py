"""A Redis of one test's own: that of all tests must not be killed under the others."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dramatiq
import pytest
import redis
from django.conf import settings
from dramatiq.brokers.redis import RedisBroker

from config import databases
from config.embedded.binaries import installed
from config.embedded.redis_server import DURABLE, SETTINGS, VOLATILE
from config.stack.ports import free_port
from tests.generation.crew import eventually

__all__ = ["DURABLE", "VOLATILE", "Broker", "broker_of_its_own"]


class Broker:
    """As the stack starts it, in what it keeps: `keeps` is DURABLE or VOLATILE."""

    def __init__(self, folder: Path, *, keeps: Sequence[str]) -> None:
        folder.mkdir()
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}/0"
        self._config = folder / "redis.conf"
        lines = [*SETTINGS, *keeps, f"port {port}", f"dir {folder}"]
        self._config.write_text("\n".join(lines) + "\n")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(installed().redis), str(self._config)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        eventually(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.ConnectionError:
            return False


@contextmanager
def broker_of_its_own(folder: Path, *, keeps: Sequence[str]) -> Iterator[Broker]:
    """It runs, and this process and the workers that it starts send and take messages there."""
    broker, ours = Broker(folder, keeps=keeps), dramatiq.get_broker()
    kind: Any = RedisBroker
    theirs = kind(connection_pool=databases.broker_pool(broker.url))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "BROKER_URL", broker.url)
        patch.setattr(ours, "client", theirs.client)
        patch.setattr(ours, "scripts", theirs.scripts)
        broker.start()
        try:
            yield broker
        finally:
            broker.kill()

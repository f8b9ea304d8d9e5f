"""Somebody brings the servers back when they die while serving."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.embedded import Servers
from tests.embedded.support import (
    eventually,
    kill9,
    mains,
    pair,
    pids,
    remember,
    remembers,
    run_sql,
)

pytestmark = pytest.mark.slow


@contextmanager
def watched(servers: Servers) -> Iterator[None]:
    stop = threading.Event()
    watcher = threading.Thread(target=servers.watch, args=(stop, 0.05))
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


@contextmanager
def watching_process(home: Path, *options: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "config.embedded", "watch", "--home", str(home), *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            assert eventually(lambda: Servers(home).are_wanted())
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("which", [0, 1])
def test_a_killed_server_comes_back_with_its_data(servers: Servers, which: int) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    killed = mains(servers)[which]
    with watched(servers):
        kill9(killed)
        assert eventually(lambda: servers.status().ok)
    assert mains(servers)[which] != killed
    assert remembers(endpoints, "word")


def test_both_killed_again_and_again(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    with watched(servers):
        for _ in range(3):
            kill9(*pids(servers))
            assert eventually(lambda: servers.status().ok)
    assert remembers(endpoints, "word")


def test_deleted_data_are_noticed(servers: Servers) -> None:
    endpoints = servers.start()
    before = mains(servers)[0]
    with watched(servers):
        shutil.rmtree(pair(servers)[0].data)
        assert eventually(lambda: servers.status().ok)
    assert mains(servers)[0] != before
    run_sql(endpoints, "SELECT 1", "web")


def test_servers_that_were_stopped_on_purpose_stay_stopped(servers: Servers) -> None:
    for _ in range(5):
        servers.start()
        with watched(servers):
            servers.stop()
            assert not servers.revive()
        assert pids(servers) == []


def test_a_start_that_fails_is_tried_again(
    servers: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    data = pair(servers)[1].data
    kept = data.rename(data.with_name("away"))
    data.write_text("in the way")
    with watched(servers):
        if redis := pair(servers)[1].main():  # else it was ended already: its data are away
            kill9(redis)
        assert eventually(lambda: "next try in" in caplog.text)
        data.unlink()
        kept.rename(data)
        assert eventually(lambda: servers.status().ok)
    assert remembers(endpoints, "word")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_command_leaves_the_servers_running(
    servers: Servers, home: Path, sign: signal.Signals
) -> None:
    with watching_process(home) as process:
        kill9(mains(servers)[0])
        assert eventually(lambda: servers.status().ok)
        os.kill(process.pid, sign)
        assert process.wait() == 0
    assert servers.status().ok


def test_the_command_stops_them_at_the_end_when_told_so(servers: Servers, home: Path) -> None:
    with watching_process(home, "--stop-at-end") as process:
        process.terminate()
        assert process.wait() == 0
    assert pids(servers) == []
    assert not servers.are_wanted()

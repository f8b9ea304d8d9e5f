"""Several processes and other programs at the same time."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import EmbeddedError, Endpoints, Servers, bring_up
from config.embedded.lock import locked
from tests.embedded.support import mains, pair, pids, remember, remembers

pytestmark = pytest.mark.slow


def test_four_starts_at_once_make_one_pair(servers: Servers, home: Path) -> None:
    command = [sys.executable, "-m", "config.embedded", "start", "--home", str(home)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    printed = {start.communicate()[0] for start in starts}
    assert [start.returncode for start in starts] == [0] * 4
    assert len(printed) == 1
    assert servers.status().ok
    assert str(mains(servers)[0]) in printed.pop()


def test_starts_and_stops_at_once_do_not_trip_over_each_other(servers: Servers, home: Path) -> None:
    home.mkdir(mode=0o700)
    command = [sys.executable, "-m", "config.embedded", "--home", str(home)]
    words = ("start", "stop", "start", "stop")
    running = [subprocess.Popen([*command, word], stdout=subprocess.DEVNULL) for word in words]
    codes = [process.wait() for process in running]
    # A start whose servers are stopped before it has asked them reports that, which is no fault.
    assert codes[1] == codes[3] == 0
    assert len(pids(servers)) == 0 or servers.status().ok
    remember(servers.start(), "word")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
@pytest.mark.parametrize("server", ["postgres", "redis"])
def test_a_port_that_somebody_took_is_chosen_again(
    servers: Servers, server: str, address: str
) -> None:
    before = servers.start()
    remember(before, "word")
    servers.stop()
    with socket.create_server((address, getattr(before, f"{server}_port"))):
        after = servers.start()
    assert getattr(after, f"{server}_port") != getattr(before, f"{server}_port")
    assert Endpoints.load(servers.layout.home) == after
    assert remembers(after, "word")


def test_ports_stay_the_same_over_restarts(servers: Servers) -> None:
    before = servers.start()
    servers.stop()
    assert servers.start() == before


def test_data_used_by_processes_that_cannot_be_seen_are_left_alone(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from another container that shares the folder: its processes are not in our /proc."""
    monkeypatch.setattr(bring_up, "GUARD_SECONDS", 0.1)
    servers.start()
    servers.stop()
    with (
        locked(pair(servers)[0].guard, seconds=0, refusal=""),
        pytest.raises(EmbeddedError, match="another container"),
    ):
        servers.start()
    assert pids(servers) == []


def test_every_process_of_a_server_holds_the_guard(servers: Servers) -> None:
    servers.start()
    for server in pair(servers):
        with (
            pytest.raises(EmbeddedError, match="held"),
            locked(server.guard, seconds=0, refusal="held"),
        ):
            pytest.fail("the guard was free")

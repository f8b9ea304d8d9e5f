"""What cannot work is said, with what to do about it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import EmbeddedError, Endpoints, Servers, initdb, ports, privileges
from config.embedded.__main__ import main
from config.embedded.binaries import NEEDED, Binaries, installed
from config.embedded.lock import locked
from config.embedded.place import refuse_foreign
from tests.embedded.support import pair

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def test_another_platform(monkeypatch: pytest.MonkeyPatch, servers: Servers) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(EmbeddedError, match=r"need Linux, not darwin.*DATABASE_URL"):
        servers.start()


def test_wheels_that_are_not_installed(monkeypatch: pytest.MonkeyPatch, servers: Servers) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EmbeddedError, match="not installed"):
        servers.start()


@pytest.mark.parametrize("program", [path for path in NEEDED if path.parent.name == "bin"])
def test_a_missing_program(tmp_path: Path, program: Path) -> None:
    for needed in NEEDED:
        (tmp_path / needed).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / needed).touch()
    Binaries(tmp_path).check()
    (tmp_path / program).unlink()
    with pytest.raises(EmbeddedError, match=f"{program.name} is missing"):
        Binaries(tmp_path).check()


def test_too_little_room(monkeypatch: pytest.MonkeyPatch, servers: Servers, home: Path) -> None:
    monkeypatch.setattr(initdb, "NEEDED_BYTES", shutil.disk_usage("/").total * 1000)
    with pytest.raises(EmbeddedError, match="MB left, PostgreSQL needs"):
        servers.start()
    assert not (home / "postgres").exists()


@pytest.mark.slow
def test_an_initdb_that_fails_shows_its_last_words_and_leaves_nothing(home: Path) -> None:
    """A limit on the size of files stands in for a full disk: the same write fails."""
    command = [sys.executable, "-m", "config.embedded", "start", "--home", str(home)]
    limited = ["prlimit", "--fsize=100000", *command]
    done = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "initdb failed" in done.stderr
    assert "Its last words:\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in home.iterdir()} == {"keys", "run", "servers.json"}
    assert Servers(home).start()


@pytest.mark.slow
def test_a_server_that_will_not_run_shows_its_log(servers: Servers, home: Path) -> None:
    servers.start()
    servers.stop()
    (home / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedError, match=r"postgres does not run(.|\n)*no_such_setting"):
        servers.start()


def test_a_lock_that_is_held_for_too_long(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with (
        locked(path, seconds=0, refusal="free"),
        pytest.raises(EmbeddedError, match="busy"),
        locked(path, seconds=0, refusal="busy"),
    ):
        pytest.fail("two holders")
    with locked(path, seconds=0, refusal="still held"):
        pass


def test_no_port_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda _: False)
    with pytest.raises(EmbeddedError, match="No free port"):
        ports.choose(None)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"host": "127.0.0.1"}'])
def test_damaged_endpoints(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run" / "endpoints.json"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(EmbeddedError, match="damaged"):
        Endpoints.load(tmp_path)


def test_no_endpoints_before_a_start(tmp_path: Path) -> None:
    assert Endpoints.load(tmp_path) is None


def test_an_unknown_role(endpoints: Endpoints) -> None:
    with pytest.raises(KeyError):
        endpoints.database_url("postgres")


def test_an_unknown_way(monkeypatch: pytest.MonkeyPatch, servers: Servers) -> None:
    monkeypatch.setenv(privileges.FORCE, "magic")
    with pytest.raises(EmbeddedError, match="none of: self, namespace, nobody"):
        servers.start()


@as_root
def test_root_cannot_run_postgres_as_itself(
    monkeypatch: pytest.MonkeyPatch, servers: Servers
) -> None:
    monkeypatch.setenv(privileges.FORCE, "self")
    with pytest.raises(EmbeddedError, match="refuses to run as root"):
        servers.start()


@as_root
def test_a_folder_keeps_its_way(monkeypatch: pytest.MonkeyPatch, running: Servers) -> None:
    way = pair(running)[0].place.identity.way
    monkeypatch.setenv(privileges.FORCE, "nobody" if way == "namespace" else "namespace")
    with pytest.raises(EmbeddedError, match=f"run as '{way}'; unset"):
        Servers(running.layout.home).start()


@as_root
def test_another_users_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 4321, 4321)
    with pytest.raises(EmbeddedError, match="belongs to uid 4321"):
        Servers(tmp_path).start()
    assert list(tmp_path.iterdir()) == []


@as_root
@pytest.mark.parametrize("trick", ["owner", "mode", "link", "file"])
def test_a_place_that_somebody_else_prepared(tmp_path: Path, trick: str) -> None:
    place = tmp_path / "place"
    place.mkdir(mode=0o711)
    refuse_foreign(place)
    if trick == "owner":
        os.chown(place, 65534, 65534)
    elif trick == "mode":
        place.chmod(0o733)
    else:
        place.rmdir()
        place.symlink_to(tmp_path) if trick == "link" else place.touch()
    with pytest.raises(EmbeddedError, match="not ours alone"):
        refuse_foreign(place)


def test_the_command_prints_the_reason_alone(
    monkeypatch: pytest.MonkeyPatch, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert main(["start", "--home", str(home)]) == 1
    assert capsys.readouterr().err.startswith("The embedded servers need Linux")


def test_the_wheels_of_this_machine_are_complete() -> None:
    assert all((installed().root / path).exists() for path in NEEDED)

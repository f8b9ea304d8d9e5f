"""Making a PostgreSQL data folder: whole or not at all."""

import os
import shutil
import subprocess
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.files import write_private
from config.embedded.passwords import SUPERUSER
from config.embedded.place import Place
from config.embedded.server import environment

# A new cluster with its first WAL files takes 39 MB (measured), and must be able to grow.
NEEDED_BYTES = 150 * 1024 * 1024
SECONDS = 300


def initialise(place: Place, data: Path, password: str, *, volatile: bool, guard: int) -> None:
    """Run initdb beside `data` and move the result there; EmbeddedError with its last words.

    If we are killed meanwhile, initdb goes on and holds the guard: nobody clears its folder away
    under it, which would leave its shared memory behind.
    """
    if (free := shutil.disk_usage(place.folder).free) < NEEDED_BYTES:
        raise EmbeddedError(
            f"{place.folder} has {free // 2**20} MB left, PostgreSQL needs "
            f"{NEEDED_BYTES // 2**20} MB to begin. Free some, or choose another folder."
        )
    building = data.with_name(f"{data.name}.new")
    secret = data.with_name(f"{data.name}.password")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(mode=0o700)
    try:
        place.identity.hand_over(building)
        write_private(secret, password + "\n")
        place.identity.hand_over(secret)
        _run(place, _initdb(place, building, secret, volatile=volatile), guard=guard)
        building.rename(data)
    finally:
        secret.unlink(missing_ok=True)
        shutil.rmtree(building, ignore_errors=True)
    if not volatile:
        _sync_folder(data.parent)


def reset_superuser(place: Place, data: Path, password: str, *, guard: int) -> None:
    """Give the superuser of a stopped cluster our password, over a pipe in single-user mode."""
    command = [str(place.binaries.postgres), "--single", "-D", str(data), "postgres"]
    said = f"ALTER ROLE {SUPERUSER} PASSWORD '{password}'\n"
    output = _run(place, command, said=said, guard=guard)
    if "ERROR" in output:
        raise EmbeddedError(f"The superuser's password could not be set: {output}")


def _initdb(place: Place, folder: Path, secret: Path, *, volatile: bool) -> list[str]:
    options = [
        f"--pgdata={folder}",
        f"--username={SUPERUSER}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        # PostgreSQL's own C.UTF-8: sorts the same on every machine, so no index breaks by a move.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--set=dynamic_shared_memory_type=mmap",
        "--no-instructions",
    ]
    return [str(place.binaries.initdb), *options, *(["--no-sync"] if volatile else [])]


def _run(place: Place, command: list[str], *, guard: int, said: str = "") -> str:
    try:
        done = subprocess.run(
            place.identity.wrap(command),
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=environment(),
            pass_fds=(guard,),
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EmbeddedError(f"{command[0]} took longer than {SECONDS} s. Try again.") from error
    if done.returncode != 0:
        words = "".join(f"\n    {line}" for line in done.stdout.strip().splitlines()[-12:])
        raise EmbeddedError(
            f"{Path(command[0]).name} failed with status {done.returncode}. "
            f"Is the disk full, or a limit set? Its last words:{words}"
        )
    return done.stdout


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

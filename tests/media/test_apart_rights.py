"""What a decoder that was taken over can do to the machine that it runs on."""

import os
from collections.abc import Callable
from errno import ENOSYS
from pathlib import Path
from typing import Any

import pytest

from lib.media.apart import landlock
from lib.media.apart.process import child
from tests.media.programs import program

__all__ = ["program"]
Program = Callable[[str], None]
ONLY_WITH_LANDLOCK = pytest.mark.skipif(not landlock.version(), reason="no Landlock here")
# What is refused is named; `confine` comes first, and no file is written, so nothing is printed.
TRY = (
    "from lib.media.apart.confining import confine, see_only\n"
    "import ctypes, mmap, socket, threading\n"
    "done = []\n"
    "def attempt(name, action):\n"
    "    try: action(); done.append(name)\n"
    "    except (OSError, RuntimeError): pass\n"
)


def told(film: Path) -> Any:
    with child(film, "frames") as one:
        return one.message().facts["done"]


def test_it_starts_no_process_and_opens_no_socket(clip: Path, program: Program) -> None:
    program(
        TRY + "libc = ctypes.CDLL(None, use_errno=True)\n"
        "def raw(number, *values):\n"
        "    if libc.syscall(number, *values) < 0: raise OSError(ctypes.get_errno(), 'refused')\n"
        "confine()\n"
        "attempt('fork', os.fork)\n"
        "attempt('spawn', lambda: os.posix_spawn('/bin/true', ['true'], {}))\n"
        "attempt('exec', lambda: os.execv('/bin/true', ['true']))\n"
        "libc.syscall(435, 0, 0); attempt(f'clone3: {os.strerror(ctypes.get_errno())}', int)\n"
        "attempt('ring', lambda: raw(425, 1, ctypes.create_string_buffer(120)))\n"
        "for kind in ('AF_INET', 'AF_INET6', 'AF_UNIX', 'AF_NETLINK'):\n"
        "    attempt(kind, lambda: socket.socket(getattr(socket, kind), socket.SOCK_DGRAM))\n"
        "attempt('thread', threading.Thread(target=int).start)\n"
        "write(pipe, 'end', done=done)"
    )
    assert told(clip) == [f"clone3: {os.strerror(ENOSYS)}", "thread"], "scalers start threads"


@ONLY_WITH_LANDLOCK
def test_it_changes_no_file(clip: Path, program: Program, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("as it was")
    program(
        TRY + f"place = {str(tmp_path)!r}; kept = place + '/kept'\n"
        "confine()\n"
        "def shared():\n"
        "    with open(kept, 'r+b') as file: mmap.mmap(file.fileno(), 0)[:3] = b'not'\n"
        "attempt('mmap', shared)\n"
        "attempt('shorten', lambda: os.truncate(kept, 0))\n"
        "attempt('rename', lambda: os.rename(kept, kept + '2'))\n"
        "attempt('link', lambda: os.link(kept, kept + '3'))\n"
        "attempt('make', lambda: os.mkdir(place + '/new'))\n"
        "attempt('touch', lambda: open(place + '/empty', 'wb'))\n"
        "attempt('remove', lambda: os.unlink(kept))\n"
        "write(pipe, 'end', done=done)"
    )
    assert told(clip) == []
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert kept.read_text() == "as it was"


@ONLY_WITH_LANDLOCK
def test_it_reads_its_film_and_no_other_file(clip: Path, program: Program, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("a key")
    program(
        TRY + "film = int(sys.argv[1])\n"
        "confine(); see_only(film)\n"
        "def read(path): open(path, 'rb').read(1)\n"
        "attempt('film', lambda: read(f'/proc/self/fd/{film}'))\n"
        "attempt('module', lambda: read(os.__file__))\n"
        f"attempt('key', lambda: read({str(key)!r}))\n"
        f"attempt('list', lambda: os.listdir({str(tmp_path)!r}))\n"
        "for other in ('/etc/passwd', '/proc/self/environ', f'/proc/{os.getppid()}/cmdline'):\n"
        "    attempt(other, lambda: read(other))\n"
        "write(pipe, 'end', done=done)"
    )
    assert told(clip) == ["film", "module"]

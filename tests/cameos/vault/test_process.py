"""The likeness process writes its memory nowhere: looked at in a real one, from outside too."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

# Settings are read as the product's processes read them; nothing here asks a server.
SCRIPT = """
import django, os, signal, sys
django.setup()
if sys.argv[1] == "abort":
    os.kill(os.getpid(), signal.SIGABRT)
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
print(open("/proc/self/limits").read(), flush=True)
sys.stdin.read()
"""


def started(role: str, what: str) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZOETROPE_ROLE": role,
        "ZOETROPE_PROFILE": "development",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, what],
        cwd=settings.BASE_DIR, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def looked_at(role: str) -> tuple[int, str]:
    process = started(role, "look")
    said, _ = process.communicate()
    dumpable, _, limits = said.partition("\n")
    [line] = [line for line in limits.splitlines() if line.startswith("Max core file size")]
    return int(dumpable), " ".join(line.split()[4:6])


def test_no_core_file_and_no_debugger_in_the_likeness_process() -> None:
    assert looked_at("likeness") == (0, "0 0")


def test_the_test_would_see_a_process_that_may_be_dumped() -> None:
    dumpable, _ = looked_at("worker")
    assert dumpable == 1


def test_it_dies_without_a_core() -> None:
    process = started("likeness", "abort")
    process.stdin.close()  # type: ignore[union-attr]
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -os.WTERMSIG(status)
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)


YAMA = Path("/proc/sys/kernel/yama/ptrace_scope")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user and look")
@pytest.mark.skipif(
    YAMA.exists() and YAMA.read_text().strip() != "0",
    reason="Yama already forbids here what the test would see allowed: kernel.yama.ptrace_scope",
)
def test_its_own_user_cannot_read_its_memory() -> None:
    """Root can, and so can whoever has CAP_SYS_PTRACE: docs/cameos-vault.md says so."""
    reader = """
import os, sys
os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
try:
    open(f"/proc/{sys.argv[1]}/mem", "rb").close()
    print("read")
except PermissionError:
    print("refused")
"""
    holder = """
import os, sys, ctypes
os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
ctypes.CDLL(None).prctl(4, int(sys.argv[1]), 0, 0, 0)  # what forbid_dumps does, or not
print("ready", flush=True)
sys.stdin.read()
"""
    answers = []
    for dumpable in ("1", "0"):
        held = subprocess.Popen(
            [sys.executable, "-I", "-c", holder, dumpable],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
        )  # fmt: skip
        assert held.stdout is not None
        assert held.stdout.readline() == "ready\n"
        look = subprocess.run(
            [sys.executable, "-I", "-c", reader, str(held.pid)],
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
        answers.append(look.stdout.strip())
        held.communicate()
    assert answers == ["read", "refused"]

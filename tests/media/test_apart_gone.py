"""A decoder that says nothing of its film: the machine may be at fault, and nobody is blamed."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from lib.media.apart import process
from lib.media.apart.gone import DecoderGone
from lib.media.apart.process import child
from lib.media.apart.reading import pictures_alone_apart, shared_frames_apart, sound_apart
from lib.media.apart.shape import shape_apart
from lib.media.frames import FrameWish
from tests.media.programs import HEAD, OUT, PIPE, children, is_gone, program, without_interpreter

__all__ = ["children", "program"]
Program = Callable[[str], None]
DEADLINE_S = 30.0


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not is_gone(pid):
        assert time.monotonic() < deadline, "it outlived its parent"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("os.abort()", -6),
        ("raise MemoryError('of a prompt')", 1),
        ("pipe.write(b'\\0\\0\\0\\x09\\0\\0\\0\\0['); pipe.flush(); sys.exit(3)", 3),
    ],
)
def test_who_dies_has_said_nothing_of_its_film(
    clip: Path, program: Program, code: str, status: int
) -> None:
    program(code)
    with capture_logs() as logs, pytest.raises(DecoderGone) as gone:
        shape_apart(clip)
    assert (gone.value.code, gone.value.status) == ("decoder_died", status)
    [line] = [one for one in logs if one["event"] == "decoder_gone"]
    assert (line["end"], line["status"]) == ("died", status)
    assert "prompt" not in str(logs)


def test_too_little_memory_is_no_fault_of_the_film(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import av, lib.media.probe as probe\n"
        "def short(*_, **__): raise av.error.MemoryError(12, 'no memory')\n"
        "av.open = short\n"
        "from lib.media.apart.child import main; main()"
    )
    monkeypatch.setattr(process, "PROGRAM", HEAD + code)
    with pytest.raises(DecoderGone):
        shape_apart(clip)


def test_who_cannot_be_started_is_not_the_films_fault(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_interpreter(monkeypatch)
    with pytest.raises(DecoderGone, match="decoder_not_started"):
        pictures_alone_apart(clip)


def test_who_hangs_is_ended(
    clip: Path, program: Program, children: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SILENT_SECONDS", 0.3)
    program("time.sleep(600)")
    with pytest.raises(DecoderGone, match="decoder_silent"):
        sound_apart(clip)
    assert all(map(is_gone, children))


def test_who_answers_now_and_then_is_ended_too(
    clip: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_SECONDS", 1.0)
    program(
        "for _ in range(6000): time.sleep(0.05); write(pipe, 'cells', np.zeros((8, 8), np.uint8))\n"
        "write(pipe, 'end')"
    )
    with pytest.raises(DecoderGone, match="decoder_too_long"):
        list(shared_frames_apart(clip, (FrameWish(1),), cells=(8, lambda _: None)))


def test_what_it_started_ends_with_it(clip: Path, program: Program) -> None:
    program(
        "other = os.fork()\n"
        "if not other: os.close(1); time.sleep(600)\n"
        "write(pipe, 'end', other=other); time.sleep(600)"
    )
    with child(clip, "frames") as one:
        other = one.message().facts["other"]
        assert not is_gone(other)
    wait_until_gone(other)


def test_it_ends_with_its_parent(clip: Path) -> None:
    code = (
        PIPE + OUT + "from lib.media.apart.confining import confine; confine()\n"
        "write(pipe, 'end'); time.sleep(600)"
    )
    parent = (
        f"import sys, time; sys.path.insert(0, {str(process.ROOT)!r})\n"
        "from pathlib import Path; from lib.media.apart import process\n"
        f"process.PROGRAM = {code!r}\n"
        f"with process.child(Path({str(clip)!r}), 'frames') as one:\n"
        "    one.message(); print(one.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        pid = int(started.stdout.readline())
        assert not is_gone(pid)
        started.kill()
    wait_until_gone(pid)

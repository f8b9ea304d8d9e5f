"""A film is decoded by a process that has nothing, and of whose word nothing is believed."""

import io
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.media.apart import process
from lib.media.apart.gone import DecoderGone
from lib.media.apart.process import child
from lib.media.apart.reading import (
    pictures_alone_apart,
    sampled_frames_apart,
    shared_frames_apart,
    sound_apart,
)
from lib.media.apart.shape import shape_apart
from lib.media.changes import Changes
from lib.media.errors import MediaError, MediaFault
from lib.media.frames import FrameWish, shared_frames
from lib.media.probe import probe
from lib.media.silencing import pictures_alone
from lib.media.stereo import read
from tests.media import bad
from tests.media.programs import HEAD, children, is_gone, program

__all__ = ["children", "program"]

WISHES = (FrameWish(6, 32), FrameWish(2))
SECRET = "postgresql://likeness:open-sesame@127.0.0.1/zoetrope"


def as_lists(frames: Iterator[Any]) -> list[Any]:
    return [(n, one.index, one.at_seconds, one.image.tolist()) for n, one in frames]


def test_it_gives_what_the_readers_give(clip: Path, tmp_path: Path) -> None:
    for film in (clip, bad.turned(tmp_path / "turned.mp4", 90)):
        here = as_lists(shared_frames(film, WISHES, changes=Changes()))
        assert as_lists(shared_frames_apart(film, WISHES, changes=Changes())) == here
        assert as_lists(shared_frames_apart(io.BytesIO(film.read_bytes()), WISHES)) == as_lists(
            shared_frames(film, WISHES)
        )
        assert shape_apart(film)[0] == probe(film)
        assert pictures_alone_apart(film).getvalue() == pictures_alone(film).getvalue()
    assert shape_apart(clip)[1] == 1
    heard, told = read(clip), sound_apart(clip)
    assert heard is not None
    assert told is not None
    assert np.array_equal(heard.middle, told.middle)
    assert np.array_equal(heard.side, told.side)
    assert (heard.tracks, told.tracks) == (1, 1)
    assert sound_apart(tmp_path / "turned.mp4") is None


def test_every_frame_is_told_small_and_what_was_missed(clip: Path, tmp_path: Path) -> None:
    cells: list[Any] = []
    list(shared_frames_apart(clip, WISHES, cells=(8, cells.append)))
    assert [one.shape for one in cells] == [(8, 8)] * 48
    flicker = [np.full((32, 32, 3), 255 * (n % 2), np.uint8) for n in range(48)]
    film = bad.encoded(tmp_path / "flicker.mp4", "libx264", flicker)
    here, there = Changes(), Changes()
    list(shared_frames(film, (FrameWish(1),), changes=here))
    list(shared_frames_apart(film, (FrameWish(1),), changes=there))
    assert there.missed == here.missed > 0


FAULTY: dict[str, tuple[Callable[[Path], Any], MediaFault]] = {
    "missing": (lambda path: None, MediaFault.MISSING),
    "empty": (lambda path: path.touch(), MediaFault.EMPTY),
    "text": (lambda path: path.write_text("no film at all"), MediaFault.UNREADABLE),
    "eight_k": (bad.eight_k, MediaFault.TOO_LARGE),
    "an_hour": (bad.an_hour, MediaFault.TOO_LONG),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_films_own_fault_is_told_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "film.mp4"
    make, fault = FAULTY[name]
    make(path)
    with pytest.raises(MediaError) as error:
        list(sampled_frames_apart(path, per_second=2))
    assert error.value.code is fault


def test_it_has_no_key_no_address_and_no_file_but_the_film(
    clip: Path, program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "CAMEO_MASTER_KEYS", "FIELD_KEYS", "SECRET_KEY"):
        monkeypatch.setenv(name, SECRET)
    kept = os.open("/dev/zero", os.O_RDONLY)
    os.set_inheritable(kept, True)
    program(
        "env = open('/proc/self/environ', 'rb').read().decode()\n"
        "fds = {}\n"
        "for fd in os.listdir('/proc/self/fd'):\n"
        "    try: fds[fd] = os.readlink('/proc/self/fd/' + fd)\n"
        "    except OSError: pass\n"
        "maps = open('/proc/self/cmdline', 'rb').read().decode()\n"
        "write(pipe, 'end', env=env, here=dict(os.environ), fds=fds, cmd=maps, cwd=os.getcwd())"
    )
    try:
        with child(clip, "frames") as one:
            facts = one.message().facts
    finally:
        os.close(kept)
    assert set(facts["here"]) <= {*process.ENVIRONMENT, "LC_CTYPE"}
    assert sorted(facts["env"].split("\0")[:-1]) == sorted(
        f"{name}={value}" for name, value in process.ENVIRONMENT.items()
    )
    assert "sesame" not in str(facts)
    assert sorted(facts["fds"].values()) == sorted(
        ["/dev/null", "/dev/null", str(clip), facts["fds"]["1"]]
    )
    assert facts["fds"]["1"].startswith("pipe:")
    assert facts["cwd"] == "/"


def test_it_keeps_nothing_of_its_rights(clip: Path, program: Callable[[str], None]) -> None:
    program(
        "from lib.media.apart.confining import confine, MEMORY\n"
        "import resource, ctypes, tempfile\n"
        "place = tempfile.mkdtemp(); confine()\n"
        "try: open(place + '/x', 'wb', 0).write(b'x'); wrote = True\n"
        "except OSError: wrote = False\n"
        "try: bytearray(MEMORY); took = True\n"
        "except MemoryError: took = False\n"
        "names = ('CORE', 'FSIZE', 'CPU', 'AS', 'NOFILE')\n"
        "hard = {n: resource.getrlimit(getattr(resource, 'RLIMIT_' + n))[1] for n in names}\n"
        "libc = ctypes.CDLL(None)\n"
        "write(pipe, 'end', wrote=wrote, took=took, hard=hard, dumps=libc.prctl(3, 0, 0, 0, 0),\n"
        "      new=libc.prctl(39, 0, 0, 0, 0))"
    )
    with child(clip, "frames") as one:
        facts = one.message().facts
    assert (facts["wrote"], facts["took"]) == (False, False)
    assert (facts["hard"]["CORE"], facts["hard"]["FSIZE"]) == (0, 0)
    assert all(limit > -1 for limit in facts["hard"].values())
    assert (facts["dumps"], facts["new"]) == (0, 1)


def test_nobody_looks_in_while_decoders_are_loaded(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the same user, for the film lies open in it."""
    code = (
        "import ctypes\n"
        "class Watch:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name in {'av', 'numpy'} and ctypes.CDLL(None).prctl(3, 0, 0, 0, 0):\n"
        "            sys.exit(9)\n"
        "sys.meta_path.insert(0, Watch())\n"
        "from lib.media.apart.child import main; main()"
    )
    monkeypatch.setattr(process, "PROGRAM", HEAD + code)
    assert shape_apart(clip)[1] == 1


def test_a_film_in_memory_is_written_by_nobody(program: Callable[[str], None]) -> None:
    program(
        "import fcntl\n"
        "film = int(sys.argv[1])\n"
        "mode, seals = fcntl.fcntl(film, fcntl.F_GETFL) & os.O_ACCMODE, fcntl.fcntl(film, 1034)\n"
        "try: os.write(os.open(f'/proc/self/fd/{film}', os.O_RDWR), b'x'); wrote = True\n"
        "except OSError: wrote = False\n"
        "write(pipe, 'end', mode=mode, seals=seals, wrote=wrote)"
    )
    with child(io.BytesIO(b"film"), "frames") as one:
        assert one.message().facts == {"mode": os.O_RDONLY, "seals": 15, "wrote": False}


@pytest.mark.parametrize("when", ["at once", "in the middle"])
def test_a_decoder_that_dies_fails_its_film_alone(
    clip: Path, children: list[int], when: str
) -> None:
    with child(clip, "frames", wishes=[[24, None]], changes=False, cells=0) as one:
        if when == "in the middle":
            assert one.message().kind == "frame"
        os.kill(one.pid, signal.SIGKILL)
        with pytest.raises(DecoderGone) as error:
            for _ in range(100):
                one.message()
    assert (error.value.code, error.value.status) == ("decoder_died", -signal.SIGKILL)
    assert len(list(sampled_frames_apart(clip, per_second=6))) == 12
    assert all(map(is_gone, children))


def test_who_is_not_asked_to_the_end_is_ended(clip: Path, children: list[int]) -> None:
    frames = shared_frames_apart(clip, (FrameWish(24),))
    next(frames)
    assert not is_gone(children[0])
    frames.close()  # type: ignore[attr-defined]
    assert is_gone(children[0])


PICTURE = "np.zeros((8, 8, 3), np.uint8)"
# A picture as `write` would never send it.
RAW = (
    "block, about = %s\n"
    "about = json.dumps(['frame', {'wish': 0, 'index': 0, 'at': 0.0}, about]).encode()\n"
    "pipe.write(len(about).to_bytes(4, 'big') + len(block).to_bytes(4, 'big') + about + block)"
)
LIES = {
    "no message": "pipe.write(b'film' * 100)",
    "a header without end": "pipe.write(b'\\xff' * 8)",
    "a block without end": "pipe.write(b'\\0\\0\\0\\2\\xff\\xff\\xff\\xff[]')",
    "a long header": (
        "long = json.dumps(['end', {'missed': 0}, None]).ljust(5000).encode()\n"
        "pipe.write(len(long).to_bytes(4, 'big') + bytes(4) + long)"
    ),
    "no JSON": "pipe.write(b'\\0\\0\\0\\2\\0\\0\\0\\0[[')",
    "deep JSON": "pipe.write(b'\\0\\0\\x10\\0\\0\\0\\0\\0' + b'[' * 4096)",
    "another list": "pipe.write(b'\\0\\0\\0\\2\\0\\0\\0\\0[]')",
    "another thing": f"write(pipe, 'film', {PICTURE}, wish=0, index=0, at=0.0)",
    "a wish of nobody": f"write(pipe, 'frame', {PICTURE}, wish=1, index=0, at=0.0)",
    "a wish that is none": f"write(pipe, 'frame', {PICTURE}, wish=True, index=0, at=0.0)",
    "no time": f"write(pipe, 'frame', {PICTURE}, wish=0, index=0, at=float('nan'))",
    "before the film": f"write(pipe, 'frame', {PICTURE}, wish=0, index=0, at=-1.0)",
    "no picture": "write(pipe, 'frame', wish=0, index=0, at=0.0)",
    "grey": "write(pipe, 'frame', np.zeros((8, 8), np.uint8), wish=0, index=0, at=0.0)",
    "a large one": "write(pipe, 'frame', np.zeros((8, 99, 3), np.uint8), wish=0, index=0, at=0.0)",
    "an empty one": RAW % "b'', ['uint8', [0, 8, 3]]",
    "other numbers": "write(pipe, 'frame', np.zeros((8, 8, 3)), wish=0, index=0, at=0.0)",
    "a type that is a list": RAW % "b'x', [['uint8'], [1]]",
    "more numbers than it says": RAW % "b'xx', ['uint8', [1]]",
    "a side below zero": RAW % "b'x', ['uint8', [-1, -1]]",
    "numbers of no kind": (
        "about = json.dumps(['end', {'missed': 0}, None]).encode()\n"
        "pipe.write(len(about).to_bytes(4, 'big') + b'\\0\\0\\0\\1' + about + b'x')"
    ),
    "an index without end": f"write(pipe, 'frame', {PICTURE}, wish=0, index=10 ** 400, at=0.0)",
    "a time that is a list": f"write(pipe, 'frame', {PICTURE}, wish=0, index=0, at=[0.0])",
    "small cells": "write(pipe, 'cells', np.zeros((3, 3), np.uint8))",
    "a number too large": "write(pipe, 'end', missed=10 ** 9)",
    "a fault that is none": "write(pipe, 'fault', code='passed')",
    "a fault that is a list": "write(pipe, 'fault', code=[])",
}


@pytest.mark.slow
@pytest.mark.parametrize("lie", LIES)
def test_nothing_is_believed(clip: Path, program: Callable[[str], None], lie: str) -> None:
    program(LIES[lie] + "\nwrite(pipe, 'end', missed=0)")
    with pytest.raises(MediaError) as error:
        list(
            shared_frames_apart(
                clip, (FrameWish(1, 16),), changes=Changes(), cells=(8, lambda _: None)
            )
        )
    assert error.value.code is MediaFault.UNREADABLE


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "write(pipe, 'end', info={}, sounds=1)",
        "write(pipe, 'end', info=1, sounds=1)",
        "write(pipe, 'end', sounds=-1)",
        "write(pipe, 'end', np.zeros((3, 9), np.int16), tracks=1)",
        "write(pipe, 'end', np.zeros((2, 9), np.uint8), tracks=1)",
        "write(pipe, 'end', np.zeros((2, 2_100_000), np.int16), tracks=1)",
        "write(pipe, 'end', np.zeros((2, 9), np.int16), tracks='1')",
    ],
)
def test_nor_what_it_says_of_shape_sound_and_bytes(
    clip: Path, program: Callable[[str], None], code: str
) -> None:
    program(code)
    for reader in (shape_apart, sound_apart, pictures_alone_apart):
        with pytest.raises(MediaError):
            reader(clip)


@pytest.mark.parametrize(
    "change",
    [
        *({"width": 10**9}, {"fps": "24"}, {"duration": 1e9}, {"more": 1}),
        *({"width": -1}, {"height": -1}, {"fps": -24.0}, {"channels": -1}, {"size": 10**400}),
    ],
)
def test_a_shape_that_no_film_has_is_refused(
    clip: Path, program: Callable[[str], None], change: dict[str, Any]
) -> None:
    program(f"write(pipe, 'end', info={asdict(probe(clip)) | change!r}, sounds=1)")
    with pytest.raises(MediaError, match="media_unreadable"):
        shape_apart(clip)

from pathlib import Path

from cameos.challenge.fingerprints import (
    Fingerprint,
    fingerprint,
    is_coded_anew,
    share_in_common,
)
from lib.media.frames import sampled_frames
from lib.media.writer import Mp4Writer
from tests.media import pictures


def film(path: Path, names: tuple[str, ...]) -> Path:
    with Mp4Writer(path, width=320, height=240, fps=12) as writer:
        for name in names:
            for _ in range(12):
                writer.write_frame(getattr(pictures, name)(240, 320))
    return path


def coded_anew(path: Path, into: Path) -> Path:
    with Mp4Writer(into, width=320, height=240, fps=10) as writer:
        for frame in sampled_frames(path, per_second=10):
            writer.write_frame(frame.image)
    return into


def test_a_film_is_known_again_by_its_bytes(tmp_path: Path) -> None:
    one = fingerprint(film(tmp_path / "one.mp4", ("shapes", "waves", "card")))
    assert len(one.digest) == 64
    assert one == fingerprint(film(tmp_path / "again.mp4", ("shapes", "waves", "card")))
    assert share_in_common(one, one) == 1.0


def test_a_film_is_known_again_when_it_is_coded_anew(tmp_path: Path) -> None:
    path = film(tmp_path / "one.mp4", ("shapes", "waves", "card"))
    one, other = fingerprint(path), fingerprint(coded_anew(path, tmp_path / "two.mp4"))
    assert one.digest != other.digest
    assert share_in_common(one, other) > 0.8


def test_pictures_are_known_again_in_other_bytes(tmp_path: Path) -> None:
    path = film(tmp_path / "one.mp4", ("card",) * 4)
    one, other = fingerprint(path), fingerprint(coded_anew(path, tmp_path / "two.mp4"))
    assert one.digest != other.digest
    assert is_coded_anew(one, other)
    assert is_coded_anew(other, one)


def test_another_film_is_another(tmp_path: Path) -> None:
    one = fingerprint(film(tmp_path / "one.mp4", ("shapes", "waves", "card")))
    other = fingerprint(film(tmp_path / "two.mp4", ("card", "shapes", "waves")))
    assert share_in_common(one, other) < 0.2
    assert not is_coded_anew(one, other)


def test_a_film_of_nothing_has_no_marks_to_share(tmp_path: Path) -> None:
    one = fingerprint(film(tmp_path / "one.mp4", ("flat",)))
    other = fingerprint(film(tmp_path / "two.mp4", ("flat", "flat")))
    assert set(one.frames) == {b""}
    assert share_in_common(one, other) == 0.0
    assert not is_coded_anew(one, other)


def test_other_pictures_are_not_the_same() -> None:
    one, other = Fingerprint("a", (bytes(32),)), Fingerprint("b", (b"\x0f" * 32,))
    assert share_in_common(one, other) == 0.0
    assert not is_coded_anew(one, other)


def test_one_person_in_one_room_twice_is_not_one_film_coded_anew() -> None:
    """Half of the pictures are the same wall and face; the turns are others."""
    still, left, right = bytes(32), b"\x0f" + bytes(31), b"\xff\xff" + bytes(30)
    one = Fingerprint("a", (still, left) * 6)
    other = Fingerprint("b", (still, right) * 6)
    assert share_in_common(one, other) == 1.0
    assert not is_coded_anew(one, other)
    assert is_coded_anew(one, Fingerprint("c", (still, left) * 6 + (still,)))

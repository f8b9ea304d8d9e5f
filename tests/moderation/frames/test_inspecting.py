from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from av import VideoFrame

from lib.media import frames
from lib.media.errors import MediaError, MediaFault
from moderation.answers import Coverage, merged_coverage
from moderation.categories import Category, Surface
from moderation.detectors import bounded
from moderation.detectors.base import Heard
from moderation.inspection import inspect_film
from tests.media import pictures
from tests.moderation.frames import detectors as doubles
from tests.moderation.frames.detectors import NAN, Ears, Probe, exits, hangs, raises
from tests.moderation.frames.films import HEIGHT, UPLOADED, WIDTH, film

LIMIT = 0.3


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of one picture."""
    path = tmp_path_factory.mktemp("films") / "clip.mp4"
    return film(path, [(pictures.shapes(HEIGHT, WIDTH), 3.0)])


def test_each_detector_sees_what_it_wished_from_one_decode(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    decode = frames._decoded

    def noting(path: Path) -> Iterator[VideoFrame]:
        opened.append(path)
        return decode(path)

    monkeypatch.setattr(frames, "_decoded", noting)
    rare, often = Probe(per_second=0.5, max_side=128), Probe(per_second=2.0, max_side=64)
    inspect_film(clip, source=UPLOADED, detectors=[rare, often], listener=Ears())
    assert (len(rare.times), len(often.times)) == (2, 6)
    assert (rare.sizes, often.sizes) == ({(72, 128, 3)}, {(36, 64, 3)})
    assert opened == [clip]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(Probe("bad", at_begin=raises), id="raises at the beginning"),
        pytest.param(Probe("bad", at_look=raises), id="raises at a frame"),
        pytest.param(Probe("bad", at_look=exits), id="exits"),
        pytest.param(Probe("bad", at_begin=hangs), id="hangs at the beginning"),
        pytest.param(Probe("bad", at_look=hangs), id="hangs at a frame"),
        pytest.param(Probe("bad", score=NAN), id="answers NaN"),
        pytest.param(Probe("bad", score=1.5), id="answers out of range"),
        pytest.param(Probe("bad", per_second=NAN), id="wishes NaN frames"),
        pytest.param(Probe("bad", per_second=-1.0), id="wishes fewer than none"),
    ],
)
def test_a_broken_detector_is_unassessed_and_the_next_one_still_answers(
    clip: Path, broken: Probe
) -> None:
    found = inspect_film(
        clip, source=UPLOADED, detectors=[broken, Probe("good")], listener=Ears(), seconds=LIMIT
    )
    (_, bad), (_, good) = found.answers
    assert (bad.detector, bad.coverage, bad.hits) == ("bad", {}, ())
    assert (good.detector, good.coverage) == ("good", {Category.VIOLENCE: Coverage.ASSESSED})


def test_a_detector_that_failed_is_asked_nothing_more(clip: Path) -> None:
    calls: list[int] = []

    def counted() -> None:
        calls.append(1)
        raise RuntimeError

    probe = Probe(at_look=counted)
    inspect_film(clip, source=UPLOADED, detectors=[probe], listener=Ears())
    assert len(calls) == 1


@pytest.mark.parametrize("fault", [raises, exits, hangs])
def test_a_listener_that_fails_is_told_from_silence(clip: Path, fault: Callable[[], None]) -> None:
    silent = Heard((), True, (), "ears", "1")
    for listener, expected in ((Ears(silent, fault), None), (Ears(silent), silent)):
        found = inspect_film(clip, source=UPLOADED, detectors=[], listener=listener, seconds=LIMIT)
        assert found.heard == expected


@pytest.mark.parametrize(
    "heard",
    [
        Heard((("hello", NAN, 1.0),), True, (), "ears", "1"),
        Heard((("hello", 2.0, 1.0),), True, (), "ears", "1"),
        Heard((), False, ((0.0, NAN),), "ears", "1"),
        Heard((), True, ((0.0, 1.0),), "ears", "1"),
    ],
)
def test_hearing_that_contradicts_itself_is_no_hearing(clip: Path, heard: Heard) -> None:
    assert inspect_film(clip, source=UPLOADED, detectors=[], listener=Ears(heard)).heard is None


def test_a_film_without_a_reader_of_words_is_not_read(clip: Path) -> None:
    found = inspect_film(clip, source=UPLOADED, detectors=[Probe()], listener=Ears())
    assert found.on_screen is None
    assert found.heard == doubles.SOUND


def test_a_bounded_detector_needs_no_frames_and_says_nothing_of_uploads(clip: Path) -> None:
    found = inspect_film(
        clip, source=UPLOADED, detectors=[bounded.build(), Probe()], listener=Ears()
    )
    assert [answer.detector for _, answer in found.answers] == ["probe"]
    frames = [answer for surface, answer in found.answers if surface is Surface.FRAME]
    assert merged_coverage(frames)[Category.SEXUAL] is Coverage.NOT_ASSESSED


@pytest.mark.parametrize("detectors", [[], [Probe()]])
def test_a_film_cut_short_is_refused(clip: Path, tmp_path: Path, detectors: list[Probe]) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clip.read_bytes()[:-500])
    with pytest.raises(MediaError) as refused:
        inspect_film(cut, source=UPLOADED, detectors=detectors, listener=Ears())
    assert refused.value.code is MediaFault.TRUNCATED


@pytest.mark.parametrize("detectors", [[], [Probe(per_second=0.1)]])
def test_a_film_damaged_after_its_first_frames_is_refused(
    tmp_path: Path, detectors: list[Probe]
) -> None:
    """Even where nobody wants the frames that are damaged."""
    noisy = [(pictures.waves(HEIGHT, WIDTH, turns=turns), 0.5) for turns in (5.0, 9.0, 13.0)]
    path = film(tmp_path / "damaged.mp4", noisy)
    whole = bytearray(path.read_bytes())
    half = len(whole) // 2
    whole[half:] = bytes(len(whole) - half)
    path.write_bytes(whole)
    with pytest.raises(MediaError):
        inspect_film(path, source=UPLOADED, detectors=detectors, listener=Ears())


def test_no_film_is_no_inspection(tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        inspect_film(tmp_path / "none.mp4", source=UPLOADED, detectors=[Probe()], listener=Ears())

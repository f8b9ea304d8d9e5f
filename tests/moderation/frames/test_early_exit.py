"""What is blocked whoever may see it needs no further looking; what was not looked at is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from lib.media.frames import SampledFrame
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors import hashes
from moderation.detectors.base import FrameSession, Source
from moderation.detectors.hashes import BankEntry
from moderation.inspection import Inspection, inspect_film
from moderation.policy.audience import Audience, Destination
from moderation.policy.certain import blocked_for_everybody
from moderation.policy.judging import Effect, Evidence, judge
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict
from tests.media import pictures
from tests.moderation.frames.detectors import Ears, Probe
from tests.moderation.frames.films import HEIGHT, UPLOADED, WIDTH, film

KNOWN = pictures.noise(HEIGHT, WIDTH)
BLOCKED = 0.9  # of violence, in drafts of adults and so for everybody


@dataclass
class Early(Probe):
    """Tells at once what it has found."""

    may_stop: bool = True
    category: Category = Category.VIOLENCE

    def begin(self, source: Source) -> FrameSession:
        return _Telling(self)


class _Telling:
    def __init__(self, probe: Early) -> None:
        self._probe = probe

    def look(self, frame: SampledFrame) -> None:
        self._probe.at_look()
        self._probe.times.append(frame.at_seconds)

    def so_far(self) -> Sequence[Hit]:
        return [Hit(self._probe.category, self._probe.score)]

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        coverage = {self._probe.category: Coverage.ASSESSED}
        hits = tuple(self.so_far())
        return [(Surface.FRAME, Answer(self._probe.name, "1", coverage, hits))]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "clip.mp4"
    return film(path, [(pictures.shapes(HEIGHT, WIDTH), 2.0), (KNOWN, 1.0)])


def looked(clip: Path, *detectors: Probe, ears: Ears | None = None) -> Inspection:
    return inspect_film(
        clip, source=UPLOADED, detectors=detectors, listener=ears or Ears(),
        enough=blocked_for_everybody(current_policy()),
    )  # fmt: skip


def test_after_a_certain_block_those_that_may_stop_do(clip: Path) -> None:
    sure, other = Early("sure", score=BLOCKED), Early("other", score=0.1)
    looked(clip, sure, other)
    assert (len(sure.times), len(other.times)) == (1, 0)


def test_what_was_stopped_says_so_and_the_block_stands(clip: Path) -> None:
    heard: list[int] = []
    ears = Ears(first=lambda: heard.append(1))
    found = looked(clip, Early("sure", score=BLOCKED), Early("other", score=0.1), ears=ears)
    assert all(set(answer.coverage.values()) == {Coverage.PARTIAL} for _, answer in found.answers)
    assert found.heard is None
    assert not heard
    verdict = judge(
        [Evidence(Surface.FRAME, [answer for _, answer in found.answers])],
        audience=Audience(), policy=current_policy(), profile="production",
    )  # fmt: skip
    assert (verdict.verdict, verdict.effect) == (Verdict.BLOCK, Effect.REFUSE)
    assert verdict.lacking


def test_below_the_block_of_the_mildest_audience_nobody_stops(clip: Path) -> None:
    """A score that blocks only for people under 18 decides nothing for adults."""
    unsure, other = Early("unsure", score=BLOCKED - 0.01), Early("other", score=0.1)
    found = looked(clip, unsure, other)
    assert len(unsure.times) == len(other.times) >= 6
    assert found.heard is not None


def test_known_pictures_are_looked_for_to_the_end(clip: Path) -> None:
    from lib.media.pdq import pdq

    entry = BankEntry("late", pdq(KNOWN).hex, Category.CHILD_SAFETY, pdq(KNOWN).quality)
    bank = hashes.build([entry], version="test")
    found = inspect_film(
        clip, source=UPLOADED, detectors=[Early("sure", score=1.0), bank], listener=Ears(),
        enough=blocked_for_everybody(current_policy()),
    )  # fmt: skip
    assert "late" in [hit.term for _, answer in found.answers for hit in answer.hits]


def test_a_detector_that_says_nothing_of_stopping_never_stops(clip: Path) -> None:
    steady = Probe("steady")
    looked(clip, Early("sure", score=1.0), steady)
    assert len(steady.times) >= 6


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("score", [0.29, 0.5, 0.85, 0.94, 1.0])
def test_enough_is_a_block_for_every_audience(category: Category, score: float) -> None:
    policy, hit = current_policy(), Hit(category, score)
    audiences = [
        Audience(destination=where, under_18=teen, depicts_minor=minor, likeness=likeness)
        for where in Destination
        for teen in (False, True)
        for minor in (False, True)
        for likeness in (False, True)
    ]
    evidence = [Evidence(Surface.FRAME, [Answer("test", "1", {}, (hit,))])]
    verdicts = {
        judge(evidence, audience=one, policy=policy, profile="production").verdict
        for one in audiences
    }
    assert blocked_for_everybody(policy)(hit) is (verdicts == {Verdict.BLOCK})

"""Who was configured to judge every film and judges nothing of one has failed."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from moderation.answers import Answer
from moderation.categories import Surface
from moderation.csam.detector import Csam
from moderation.detectors.base import FrameSession, Source
from moderation.detectors.moderations_api.detector import PictureOpinion
from moderation.detectors.nudenet import NudeNet
from moderation.inspection.looking import Looker


@dataclass
class Mute:
    """Answers, and assesses nothing."""

    must_assess: bool
    says: tuple[tuple[Surface, Answer], ...] = ((Surface.FRAME, Answer("mute", "1")),)
    name: str = "mute"
    version: str = "1"
    per_second: float = 1.0
    max_side: int = 64

    def begin(self, source: Source) -> FrameSession:
        return self

    def look(self, frame: object) -> None:
        """Nothing to see."""

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        return self.says


@pytest.mark.parametrize("must_assess", [True, False])
@pytest.mark.parametrize("says", [Mute(must_assess=True).says, ()], ids=["empty", "none"])
def test_silence_is_a_failure_of_those_alone_that_must_assess(
    must_assess: bool, says: tuple[tuple[Surface, Answer], ...]
) -> None:
    looker = Looker(Mute(must_assess, says), Source(draws=None), seconds=30)
    looker.answers()
    looker.close()
    assert looker.failed is must_assess


def test_what_an_operator_configures_must_assess() -> None:
    service = Csam(url="", key="", trusted=frozenset())
    for detector in (service, NudeNet("1"), PictureOpinion("")):
        assert detector.must_assess is True

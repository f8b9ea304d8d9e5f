"""The detector: readings in, an answer out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lib.text.readings import Kind, Reading, readings
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category
from moderation.detectors.minors.ages import young_ages
from moderation.detectors.minors.people import without_nobody, young_people

if TYPE_CHECKING:
    from moderation.categories import Surface
    from moderation.detectors.minors.wording import Wording

NAME = "minors"
CODED_SCORE = 0.95  # every column of the policy blocks child safety far below


class Minors:
    """Thread-safe. `depicts_minor` is True or False, for every text can be read by rules.

    Child safety is covered in part: words whose only use is to sexualise children are hits; the
    rest follows from `depicts_minor`, which tightens what other detectors find.
    """

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        """A hash of the words and of the version of the rules."""
        return self._wording.version

    def assess(self, text: str, *, surface: Surface) -> Answer:
        """Linear in the length of the text but for pathological repetitions of ages."""
        shown = [(way, without_nobody(way.text, self._wording)) for way in readings(text)]
        hits = {hit for way, masked in shown for hit in self._coded(way, masked)}
        young = bool(hits) or any(self._names_a_minor(way, masked) for way, masked in shown)
        ranked = sorted(hits, key=lambda hit: (hit.start or 0, hit.end or 0, hit.term))
        coverage = {Category.CHILD_SAFETY: Coverage.PARTIAL}
        return Answer(NAME, self.version, coverage, tuple(ranked), young)

    def _names_a_minor(self, reading: Reading, masked: str) -> bool:
        if reading.kind != Kind.PLAIN:
            return any(self._wording.disguised.found(masked, reading))
        return any(young_ages(reading.text, self._wording)) or any(
            young_people(masked, self._wording)
        )

    def _coded(self, reading: Reading, masked: str) -> Iterator[Hit]:
        for term, words in self._wording.coded:
            for place in words.found(masked, reading):
                yield Hit(Category.CHILD_SAFETY, CODED_SCORE, term, *reading.span(*place))

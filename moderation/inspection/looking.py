"""One detector and one film: whatever goes wrong between them is an answer of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

import structlog

from lib.media.frames import FrameWish
from moderation.answers import ORDER, Answer, BrokenAnswer, Coverage, Hit, unassessed
from moderation.categories import Category, Surface
from moderation.detectors.base import FrameDetector, FrameSession, Source
from moderation.inspection.texts import OnScreen, checked_texts
from moderation.inspection.watched import Watched

if TYPE_CHECKING:
    from lib.media.frames import SampledFrame

log = structlog.get_logger(__name__)
Result = TypeVar("Result")


@runtime_checkable
class ReadsText(Protocol):
    """A session that also reads words, for the text detectors to judge."""

    def texts(self) -> OnScreen: ...


@runtime_checkable
class TellsEarly(Protocol):
    """A session that can say at any time what it has found so far; cheap."""

    def so_far(self) -> Sequence[Hit]: ...


class Looker:
    """Asks a detector while it works; once it has failed, it is asked nothing more.

    One whose `may_stop` is true is not needed once something is blocked whoever may look. What
    matches known material, or concerns children, never says so: it is needed for more than a block.

    One whose `must_assess` is true was configured to judge every film: an answer without any
    coverage is a failure of it. Others may have nothing to say (a bank without entries, a list of
    bounded engines).

    One whose `concerns_children` is false never decides about child safety, so that its silence
    leaves nothing of that unseen.
    """

    def __init__(self, detector: FrameDetector, source: Source, *, seconds: float) -> None:
        self.detector = detector
        self._watched = Watched(seconds=seconds)
        self.failed = False
        self._stopped = False
        self.wish = self._ask(lambda: _wish(detector))
        self._session = self._ask(lambda: detector.begin(source))

    @property
    def surface(self) -> Surface:
        """A detector of another surface than frames says so."""
        return getattr(self.detector, "surface", Surface.FRAME)

    @property
    def concerns_children(self) -> bool:
        """Whoever does not say otherwise is counted on."""
        return getattr(self.detector, "concerns_children", True) is not False

    @property
    def words_of(self) -> Surface | None:
        """The surface whose words it gives; that of a failed one is known all the same."""
        if self.surface is not Surface.FRAME:
            return self.surface
        return Surface.ON_SCREEN_TEXT if isinstance(self._session, ReadsText) else None

    def look(self, frame: SampledFrame) -> Sequence[Hit]:
        """What it has found so far, as far as it tells."""
        session = self._session
        if session is None or self._stopped:
            return ()
        return self._ask(lambda: _seen(session, frame)) or ()

    def stop(self) -> None:
        """It is shown no more frames, where it may stop."""
        if getattr(self.detector, "may_stop", False) is True:
            self._stopped = True

    def has_missed_some(self) -> None:
        """Frames that it should have seen were not shown."""
        self._stopped = True

    def answers(self) -> list[tuple[Surface, Answer]]:
        """What it says, or that it says nothing."""
        session = self._session
        if session is not None:
            found = self._ask(lambda: self._owed(_checked(session.answer())))
            if found is not None:
                return [weakened(each) for each in found] if self._stopped else found
        return [(self.surface, unassessed(self.detector.name, self.detector.version))]

    def texts(self) -> OnScreen | None:
        """The words it read; None where it reads none, failed at any frame, or stopped early."""
        session: object = self._session
        if self._stopped or not isinstance(session, ReadsText):
            return None
        return self._ask(lambda: checked_texts(session.texts()))

    def _owed(self, found: list[tuple[Surface, Answer]]) -> list[tuple[Surface, Answer]]:
        """Raises BrokenAnswer where one that must assess something assessed nothing."""
        if getattr(self.detector, "must_assess", False) is not True:
            return found
        if not any(answer.coverage for _, answer in found):
            raise BrokenAnswer("nothing assessed")
        return found

    def close(self) -> None:
        self._watched.close()

    def _ask(self, question: Callable[[], Result]) -> Result | None:
        if self.failed:
            return None
        try:
            return self._watched.call(question)
        except Exception as error:  # noqa: BLE001 - a detector may raise anything (law 1)
            self.failed = True
            # The kind alone: a message may quote what was read.
            log.warning("detector_failed", detector=self.detector.name, fault=type(error).__name__)
            return None


def _seen(session: FrameSession, frame: SampledFrame) -> Sequence[Hit]:
    session.look(frame)
    return session.so_far() if isinstance(session, TellsEarly) else ()


def weakened(found: tuple[Surface, Answer]) -> tuple[Surface, Answer]:
    """The answer of somebody who has not seen all of the film: what was found stands."""
    surface, answer = found
    coverage = {
        category: min(how_much, Coverage.PARTIAL, key=ORDER.__getitem__)
        for category, how_much in answer.coverage.items()
    }
    return surface, replace(answer, coverage=coverage)


def _wish(detector: FrameDetector) -> FrameWish | None:
    """None for a detector that judges by the source alone, and says so by a rate of zero."""
    if detector.per_second == 0:
        return None
    if not math.isfinite(detector.per_second):
        raise BrokenAnswer("per_second")
    return FrameWish(detector.per_second, detector.max_side)


def _checked(found: Sequence[tuple[Surface, Answer]]) -> list[tuple[Surface, Answer]]:
    """Raises BrokenAnswer for what no policy could judge. Scores were checked when it was made."""
    checked = list(found)
    for surface, answer in checked:
        if not isinstance(surface, Surface) or not isinstance(answer, Answer):
            raise BrokenAnswer("no answer")
        if not all(isinstance(hit, Hit) for hit in answer.hits):
            raise BrokenAnswer("no hit")
        for category, coverage in answer.coverage.items():
            if not isinstance(category, Category) or not isinstance(coverage, Coverage):
                raise BrokenAnswer("no coverage")
    return checked

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from lib.media.errors import MediaError, MediaFault
from lib.media.frames import shared_frames
from moderation.answers import Answer
from moderation.categories import Surface
from moderation.detectors.base import FrameDetector, Heard, Listener, Source
from moderation.inspection.looking import Looker
from moderation.inspection.texts import OnScreen, checked_heard
from moderation.inspection.watched import Watched

log = structlog.get_logger(__name__)

# Of waiting for one detector over one film. Twelve seconds of film cost the slowest about five.
SECONDS_A_DETECTOR = 60.0


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was seen, read and heard in a film.

    `answers`: at least one of each detector that judged or failed. `on_screen`: (text, start_s,
    end_s), None where the words were not read to the film's end. `heard`: None where listening
    failed. None never means "nothing there".
    """

    answers: list[tuple[Surface, Answer]]
    on_screen: OnScreen | None
    heard: Heard | None


def inspect_film(
    path: Path,
    *,
    source: Source,
    detectors: Sequence[FrameDetector],
    listener: Listener,
    seconds: float = SECONDS_A_DETECTOR,
) -> Inspection:
    """Decodes the film once for all detectors, then listens to it.

    A detector that raises, takes longer than `seconds` in all, or answers what is no answer does
    not stop the others: it is unassessed. Raises MediaError for a film that cannot be read whole.
    """
    with ExitStack() as stack:
        lookers = [
            stack.enter_context(_looker(detector, source, seconds=seconds))
            for detector in detectors
        ]
        _show(path, lookers)
        # First the words, since a failure there must show in the answers too.
        read = [texts for looker in lookers if (texts := looker.texts()) is not None]
        answers = [answer for looker in lookers for answer in looker.answers()]
    on_screen = [text for texts in read for text in texts] if read else None
    return Inspection(answers, on_screen, _heard(path, source, listener, seconds=seconds))


@contextmanager
def _looker(detector: FrameDetector, source: Source, *, seconds: float) -> Iterator[Looker]:
    looker = Looker(detector, source, seconds=seconds)
    try:
        yield looker
    finally:
        looker.close()


def _show(path: Path, lookers: Sequence[Looker]) -> None:
    """Every frame to those who wish it; the film is decoded to its end even if nobody does."""
    watching = [(looker, wish) for looker in lookers if (wish := looker.wish) is not None]
    shown = 0
    for number, frame in shared_frames(path, [wish for _, wish in watching]):
        watching[number][0].look(frame)
        shown += 1
    if watching and not shown:
        raise MediaError(MediaFault.NO_VIDEO)


def _heard(path: Path, source: Source, listener: Listener, *, seconds: float) -> Heard | None:
    watched = Watched(seconds=seconds)
    try:
        return watched.call(lambda: checked_heard(listener.listen(path, source)))
    except Exception as error:
        if isinstance(error, MediaError) and error.code is not MediaFault.NO_AUDIO:
            raise
        log.warning("listener_failed", fault=type(error).__name__)
        return None
    finally:
        watched.close()

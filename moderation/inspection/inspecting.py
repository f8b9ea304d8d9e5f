from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from lib.media.changes import Changes
from lib.media.errors import MediaError, MediaFault
from lib.media.frames import shared_frames
from moderation.answers import Answer, Hit
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
    end_s), None where the words were not read to the film's end. `heard`: None where nobody
    listened to its end. `described`: what a captioner says of some frames, None where it failed;
    empty only where there is none. None never means "nothing there". `failed`: the names of
    detectors that answered nothing though they were there to answer; `failed_elsewhere`: those of
    them whose silence hides nothing of child safety.
    """

    answers: list[tuple[Surface, Answer]]
    on_screen: OnScreen | None
    heard: Heard | None
    described: OnScreen | None = field(default_factory=list)
    failed: frozenset[str] = frozenset()
    failed_elsewhere: frozenset[str] = frozenset()


def nothing_is_enough(hit: Hit) -> bool:
    """Every detector looks to the end."""
    return False


def inspect_film(
    path: Path,
    *,
    source: Source,
    detectors: Sequence[FrameDetector],
    listener: Listener,
    seconds: float = SECONDS_A_DETECTOR,
    enough: Callable[[Hit], bool] = nothing_is_enough,
) -> Inspection:
    """Decodes the film once for all detectors, then listens to it.

    They see what they wish and every frame at which the picture jumps. A detector that raises,
    takes longer than `seconds` in all, or answers what is no answer does not stop the others: it
    is unassessed. After a hit that is `enough` (blocked, whoever may look), those that may stop
    do, say so, and nobody listens. Raises MediaError for a film that cannot be read whole.
    """
    with ExitStack() as stack:
        lookers = [
            stack.enter_context(_looker(detector, source, seconds=seconds))
            for detector in detectors
        ]
        stopped = _show(path, lookers, enough)
        # First the words, since a failure there must show in the answers too.
        on_screen = _words(lookers, Surface.ON_SCREEN_TEXT, nobody=None)
        described = _words(lookers, Surface.SCENE_DESCRIPTION, nobody=[])
        answers = [answer for looker in lookers for answer in looker.answers()]
        silent = [looker for looker in lookers if looker.failed]
        failed = frozenset(looker.detector.name for looker in silent)
        watching = frozenset(one.detector.name for one in silent if one.concerns_children)
    heard = None if stopped else _heard(path, source, listener, seconds=seconds)
    return Inspection(answers, on_screen, heard, described, failed, failed - watching)


def _words(
    lookers: Sequence[Looker], surface: Surface, *, nobody: OnScreen | None
) -> OnScreen | None:
    """Of all that give words of this surface; None where any of them did not to the end."""
    read = [looker.texts() for looker in lookers if looker.words_of is surface]
    if not read:
        return nobody
    words: OnScreen = []
    for texts in read:
        if texts is None:
            return None
        words += texts
    return words


@contextmanager
def _looker(detector: FrameDetector, source: Source, *, seconds: float) -> Iterator[Looker]:
    looker = Looker(detector, source, seconds=seconds)
    try:
        yield looker
    finally:
        looker.close()


def _show(path: Path, lookers: Sequence[Looker], enough: Callable[[Hit], bool]) -> bool:
    """Every frame to those who wish it; the film is decoded to its end even if nobody does.

    True where some stopped early.
    """
    watching = [(looker, wish) for looker in lookers if (wish := looker.wish) is not None]
    shown, stopped = 0, False
    changes = Changes() if watching else None
    for number, frame in shared_frames(path, [wish for _, wish in watching], changes=changes):
        found = watching[number][0].look(frame)
        shown += 1
        if not stopped and any(map(enough, found)):
            stopped = True
            for looker in lookers:
                looker.stop()
    if watching and not shown:
        raise MediaError(MediaFault.NO_VIDEO)
    if changes is not None and changes.missed:
        for looker, _ in watching:
            looker.has_missed_some()
    return stopped


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

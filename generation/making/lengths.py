"""How long it gets, and how far a way may lead from words."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from generation.engines.base import FPS
from generation.limits import LONGEST_SECONDS, MOST_EXTENSIONS, MOST_STEPS
from generation.making.refusals import chain_too_long
from generation.making.wanted import Clip
from generation.tools import Tool


class HasFrames(Protocol):
    """A part of a film."""

    @property
    def frames(self) -> int: ...


DISSOLVE = FPS  # frames, where both sides are at least twice as long


def dissolve_of(takes: Iterable[HasFrames]) -> int:
    """Frames in which two films are mixed, or a film's end with its begin: a second, at most half
    of the shortest."""
    return min(DISSOLVE, *(take.frames // 2 for take in takes))


def frames_of(tool: Tool, clips: Sequence[Clip], *, drawn: int) -> int:
    """Of the finished film; `drawn` is how many of them an engine makes. Raises DomainError
    `chain_too_long`."""
    kept = 0 if tool == Tool.REMIX else sum(clip.frames for clip in clips)
    mixed = dissolve_of(clips) if tool in {Tool.BLEND, Tool.LOOP} else 0
    frames = kept + drawn - mixed
    if frames > LONGEST_SECONDS * FPS:
        most = {"most": LONGEST_SECONDS}
        raise chain_too_long(_("A video is at most %(most)s seconds long.") % most)
    return frames


def depth_of(clips: Sequence[Clip]) -> int:
    """Steps from words alone. Raises DomainError `chain_too_long`."""
    depth = max((clip.job.depth + 1 for clip in clips), default=0)
    if depth > MOST_STEPS:
        raise chain_too_long(_("This was made over too many steps. Begin a new video."))
    return depth


def extensions_of(tool: Tool, clips: Sequence[Clip]) -> int:
    """How often any of it was extended; what is drawn anew begins again. Raises the same."""
    if tool == Tool.REMIX:
        return 0
    before = max((clip.job.extensions for clip in clips), default=0)
    count = before + (tool == Tool.EXTEND)
    if count > MOST_EXTENSIONS:
        most = {"most": MOST_EXTENSIONS}
        raise chain_too_long(_("A video can be extended %(most)s times.") % most)
    return count

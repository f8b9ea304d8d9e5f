from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FPS = 24
SECONDS = (4, 8, 12)
FACE_SHARE = 1 / 2.4  # of a reference picture's side

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]
# A few frames of an unfinished film: uint8, height x width x 3, RGB. Raises `StoppedEarly`.
Look = Callable[["Sequence[NDArray[np.uint8]]"], None]
Freed = Callable[[], None]


class Size(StrEnum):
    """Width x height in pixels, as the OpenAI Videos API spells them."""

    PORTRAIT = "720x1280"
    LANDSCAPE = "1280x720"
    TALL = "1024x1792"
    WIDE = "1792x1024"

    @property
    def width(self) -> int:
        return int(self.value.split("x")[0])

    @property
    def height(self) -> int:
        return int(self.value.split("x")[1])


@dataclass(frozen=True, slots=True)
class Reference:
    """Somebody who consented to be shown in this film, and what they look like.

    `pictures`: square, head and shoulders, the face in the middle (`FACE_SHARE` of the side, from
    the brows to the chin); the best first, one at least. They are gone when the render is over.
    `handle`: as the prompt mentions the person, without the @. `scopes`: what is lent of them; a
    voice that is not lent must be spoken by a generic one, and so must all where the engine has
    no voices of people.
    """

    pictures: tuple[Path, ...]
    handle: str
    scopes: frozenset[str] = frozenset({"face"})


class Start(StrEnum):
    """What beside words a film can be made from; an engine says which of these it takes."""

    FIRST_FRAME = "first_frame"
    LAST_FRAME = "last_frame"
    FILM = "film"  # a whole film that is drawn again by other words
    BEATS = "beats"  # prompts with times


PICTURES = frozenset({Start.FIRST_FRAME, Start.LAST_FRAME})


@dataclass(frozen=True, slots=True)
class Beat:
    """What is to be seen from `start_s` on, until the next beat or the end."""

    start_s: float
    prompt: str


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """`references`: the people in it, in the order in which they were asked for.

    `first_frame`, `last_frame`: pictures (PNG, of the film's own size) that it begins or ends
    with. `film`: an MP4 of the same size and length that is drawn again as `prompt` says. `beats`:
    in the order of their times, the first at 0; beside them `prompt` holds for the whole. Whatever
    an engine does not name in `Capabilities.starts` it refuses as `unsupported_request`.
    """

    prompt: str
    size: Size
    seconds: int
    seed: int
    references: tuple[Reference, ...] = ()
    first_frame: Path | None = None
    last_frame: Path | None = None
    film: Path | None = None
    beats: tuple[Beat, ...] = ()

    @property
    def starts(self) -> frozenset[Start]:
        """What beside words this one asks for."""
        given = {
            Start.FIRST_FRAME: self.first_frame,
            Start.LAST_FRAME: self.last_frame,
            Start.FILM: self.film,
            Start.BEATS: self.beats or None,
        }
        return frozenset(start for start, value in given.items() if value is not None)


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """Words that are heard, from `start_s` to `end_s` of the film; `language` is BCP 47."""

    text: str
    start_s: float
    end_s: float
    language: str


@dataclass(frozen=True, slots=True)
class RenderResult:
    """`script_is_exact`: the engine wrote the speech, so the script needs no transcription.

    `record` is what a second render of the same film needs: engine, version, seed, size, seconds
    and the versions of the libraries that touched the picture or the sound.
    """

    path: Path
    script: tuple[SpokenLine, ...]
    script_is_exact: bool
    record: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`content_bounded`: the engine can draw nothing outside `draws`, whatever it is asked;
    a film with `references` shows `draws_of_people` beside it, one with pictures to begin or to end
    with `draws_of_pictures`; nothing there: it is not bounded.

    `takes_references`: how many people it can show; 0 where it cannot. `starts`: what beside
    words it can begin with; not `words_alone`: it must have one of them. Not `people_with_picture`:
    people, or a picture to begin or to end with, but not both in a film. `processor`: who is
    handed prompts and pictures where they leave this house, as the consent text names them; empty
    where nothing leaves.
    """

    name: str
    version: str
    sizes: tuple[Size, ...]
    seconds: tuple[int, ...]
    fps: int
    speaks: bool
    content_bounded: bool
    draws: frozenset[str] = field(default_factory=frozenset)
    takes_references: int = 0
    draws_of_people: frozenset[str] = field(default_factory=frozenset)
    draws_of_pictures: frozenset[str] = field(default_factory=frozenset)
    starts: frozenset[Start] = frozenset()
    words_alone: bool = True
    people_with_picture: bool = True
    processor: str = ""


# The codes that are about what was asked for; every other one is about us.
REQUEST_FAULTS = frozenset({"unsupported_request", "request_refused", "refused_by_processor"})
# So is this one, of what had been taken on: somebody has worked for it by then.
LATE_REFUSAL = "stopped_by_processor"
# What was asked for was against rules that are not ours.
AGAINST_RULES = frozenset({"refused_by_processor", LATE_REFUSAL})


class EngineError(Exception):
    """A render that failed. `permanent`: the same request would fail again, so do not retry."""

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


# What machines lack, or the servers that they ask; by this the database knows it from other faults.
MACHINE_FAULTS = frozenset({
    "weights_missing", "weights_unreachable", "weights_partial", "weights_unreadable",
    "weights_pickled", "weights_wrong_class", "library_missing", "setting_unavailable",
    "card_taken", "processor_denied", "processor_key_missing", "unknown_engine",
})  # fmt: skip


class MachineFault(EngineError):
    """What this machine lacks, whatever it is asked for: another may well draw it. `what` is for
    the operator's log: a folder, a library, a setting. Raises ValueError for a code that is not
    among MACHINE_FAULTS."""

    def __init__(self, code: str, what: str = "") -> None:
        if code not in MACHINE_FAULTS:
            raise ValueError(f"{code} is no fault of a machine")
        super().__init__(code, permanent=False)
        self.what = what


def storage_error(error: OSError) -> EngineError:
    """Of a disk, or a store, that does not take a film."""
    from lib.signed_media.errors import code_of

    return EngineError(str(code_of(error) or "storage_unwritable"), permanent=False)


def refuse_unsupported(request: RenderRequest, capabilities: Capabilities) -> None:
    """Raises EngineError `unsupported_request` for what the engine does not say that it can do."""
    offered = request.size in capabilities.sizes and request.seconds in capabilities.seconds
    fits = len(request.references) <= capabilities.takes_references
    begins = takes_start(capabilities, request.starts, people=len(request.references))
    if not (offered and fits and begins):
        raise EngineError("unsupported_request", permanent=True)


def takes_start(capabilities: Capabilities, starts: frozenset[Start], *, people: int) -> bool:
    """Whether it draws from just this; some need a picture to begin with."""
    begins = bool(starts) or capabilities.words_alone
    together = capabilities.people_with_picture or not (people and starts & PICTURES)
    return begins and together and starts <= capabilities.starts


class RenderCancelled(Exception):
    """Somebody asked for it to stop."""


class StoppedEarly(Exception):
    """What was seen of an unfinished film is not to be finished (features.md, G27)."""


class Engine(Protocol):
    @property
    def capabilities(self) -> Capabilities: ...

    def render(
        self,
        request: RenderRequest,
        *,
        into: Path,
        progress: Progress,
        cancelled: Cancelled,
        look: Look | None = None,
        freed: Freed | None = None,
    ) -> RenderResult:
        """Writes one MP4 at `into`, or nothing at all.

        `progress` gets 0..1, never falling, at most about ten times a second. `cancelled` is asked
        about every quarter of a second (`pace.ASK_EVERY_S`), and before and after whatever takes
        longer, such as a call of a transformer; once true, `RenderCancelled` is raised. `look` is
        shown a few frames of the unfinished film where the engine has any, and what it raises goes
        through. `freed` is called, at most once, where the next film may be begun though this one
        is not written yet. Raises `EngineError`.
        """
        ...

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

FPS = 24
SECONDS = (4, 8, 12)
FACE_SHARE = 1 / 2.4  # of a reference picture's side

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


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


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """`references`: the people in it, in the order in which they were asked for."""

    prompt: str
    size: Size
    seconds: int
    seed: int
    references: tuple[Reference, ...] = ()


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
    a film with `references` shows `draws_of_people` beside it; nothing there: it is not bounded.

    The caption is the one way words of the prompt reach the picture; see `shows_prompt_text`.
    `takes_references`: how many people it can show; 0 where it cannot.
    """

    name: str
    version: str
    sizes: tuple[Size, ...]
    seconds: tuple[int, ...]
    fps: int
    speaks: bool
    content_bounded: bool
    shows_prompt_text: bool
    draws: frozenset[str] = field(default_factory=frozenset)
    takes_references: int = 0
    draws_of_people: frozenset[str] = field(default_factory=frozenset)


class EngineError(Exception):
    """A render that failed. `permanent`: the same request would fail again, so do not retry."""

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


class RenderCancelled(Exception):
    pass


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
    ) -> RenderResult:
        """Writes one MP4 at `into`, or nothing at all.

        `progress` gets 0..1, never falling, at most about ten times a second. `cancelled` is asked
        at least every twelve frames; once true, `RenderCancelled` is raised. Raises `EngineError`.
        """
        ...

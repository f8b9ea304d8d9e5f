"""A job's film, by whatever tool."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generation.engines.base import (
    FPS,
    Cancelled,
    Engine,
    Freed,
    Look,
    Progress,
    RenderRequest,
    RenderResult,
)
from generation.engines.editing import editing
from generation.engines.editing.takes import Segment, Take
from generation.models import Job
from generation.tools import NEEDS, Tool
from generation.work.tools.asking import asked
from generation.work.tools.programs import program
from generation.work.tools.scripts import Said, joined, said_in

DRAWN = 0.8  # of the way, where what is drawn is joined to something


@dataclass(frozen=True, slots=True)
class Making:
    """`get_engine` is asked only where something is drawn. `folder` is for parts and stills."""

    job: Job
    request: RenderRequest
    folder: Path
    get_engine: Callable[[str], Engine]
    progress: Progress
    cancelled: Cancelled
    look: Look | None = None
    freed: Freed | None = None


def make(making: Making, takes: Sequence[Take], *, into: Path) -> tuple[RenderResult, int]:
    """The film at `into`, and how many frames it must have. Raises what engines raise."""
    tool = NEEDS[Tool(making.job.tool)]
    if not tool.words:
        if making.freed is not None:
            making.freed()  # nothing is drawn
        return _edited(making, takes, {}, program(making.job.tool, takes), into=into)
    if not tool.appends:
        return _drawn(making, takes, into=into), making.request.seconds * FPS
    return _appended(making, takes, into=into)


def _drawn(making: Making, takes: Sequence[Take], *, into: Path) -> RenderResult:
    engine = making.get_engine(making.job.engine)
    request = asked(
        making.request, making.job, takes, folder=making.folder, engine=engine.capabilities
    )
    return engine.render(
        request,
        into=into,
        progress=making.progress,
        cancelled=making.cancelled,
        look=making.look,
        freed=making.freed,
    )


def _appended(making: Making, takes: Sequence[Take], *, into: Path) -> tuple[RenderResult, int]:
    """Drawn from where the first take ends, then joined."""
    part, rest = making.folder / "part.mp4", 1 - DRAWN
    half = replace(making, progress=lambda share: making.progress(share * DRAWN))
    result = _drawn(half, takes, into=part)
    drawn = Take(part, 0, making.request.seconds * FPS)
    said: dict[Path, Said] = {part: (result.script, result.script_is_exact)}
    whole = replace(making, progress=lambda share: making.progress(DRAWN + share * rest))
    segments = program(making.job.tool, takes, drawn=drawn)
    made, frames = _edited(whole, takes, said, segments, into=into)
    record = {**result.record, **made.record}
    return RenderResult(into, made.script, made.script_is_exact, record), frames


def _edited(
    making: Making,
    takes: Sequence[Take],
    said: dict[Path, Said],
    segments: Sequence[Segment],
    *,
    into: Path,
) -> tuple[RenderResult, int]:
    frames = editing.edit(
        segments,
        size=making.request.size,
        into=into,
        progress=making.progress,
        cancelled=making.cancelled,
    )
    lines, is_exact = joined(segments, {**said_in(making.job, takes), **said})
    record: dict[str, str | int | float] = {
        "editing": editing.VERSION,
        "tool": making.job.tool,
        "takes": len(takes),
        "frames": frames,
    }
    return RenderResult(into, tuple(lines), is_exact, record), frames

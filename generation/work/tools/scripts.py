"""What is said in an edited film: each take's lines, where they are heard now."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from generation.engines.base import FPS, SpokenLine
from generation.engines.editing.takes import Mixed, Segment, Take
from generation.models import Job, Script, Source

# Of a film: its lines, and whether they are all that is said in it.
Said = tuple[Sequence[SpokenLine], bool]
UNKNOWN: Said = ((), False)


def said_in(job: Job, takes: Sequence[Take]) -> dict[Path, Said]:
    """By the file of each take."""
    parts = Source.objects.filter(job=job).order_by("position")
    return {take.path: _of(part.source_id) for take, part in zip(takes, parts, strict=True)}


def _of(film_id: UUID | None) -> Said:
    if film_id is None:
        return UNKNOWN
    script = Script.objects.filter(job_id=film_id).first()
    if script is None:
        return UNKNOWN
    return [SpokenLine(**line) for line in script.lines], script.is_exact


def joined(segments: Sequence[Segment], said: Mapping[Path, Said]) -> Said:
    """A line that a cut runs through is kept with all its words: what may be heard is read."""
    lines: list[SpokenLine] = []
    at = 0
    for segment in segments:
        takes = (segment.out, segment.into) if isinstance(segment, Mixed) else (segment,)
        for take in takes:
            lines += _shifted(take, said[take.path][0], at)
        at += segment.frames
    lines.sort(key=lambda line: line.start_s)
    return lines, all(is_exact for _, is_exact in said.values())


def _shifted(take: Take, lines: Sequence[SpokenLine], at: int) -> list[SpokenLine]:
    begin, end, shift = take.first / FPS, take.last / FPS, (at - take.first) / FPS
    return [
        SpokenLine(
            line.text,
            round(max(line.start_s, begin) + shift, 3),
            round(min(line.end_s, end) + shift, 3),
            line.language,
        )
        for line in lines
        if line.start_s < end and line.end_s > begin
    ]

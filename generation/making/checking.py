"""From a wish to a job that could be made: every rule that needs no detector and no consent."""

from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from cameos.permissions.mentions import MOST_SUBJECTS
from cameos.uploads.using import UsableReference
from generation.engines.base import FPS, Start, takes_start
from generation.engines.registry import capabilities_of, engine_names
from generation.making import refusals
from generation.making.beats import accepted_beats
from generation.making.clips import clips_for
from generation.making.inheriting import inherited_people
from generation.making.lengths import depth_of, extensions_of, frames_of
from generation.making.outside import refuse_outside
from generation.making.picture import FIELD, picture_for
from generation.making.wanted import Clip, Wanted
from generation.offers import Offers, offered_to
from generation.prompts import accepted_prompt
from generation.routing import chosen_engine, going_on
from generation.services.lineage import chain
from generation.tools import NEEDS, Tool
from generation.wishes import checked_wish
from moderation.lineage import Lineage


@dataclass(frozen=True, slots=True)
class Making:
    """`seconds` is how long it gets, rounded up. `people`: chosen ones first, then inherited."""

    tool: Tool
    engine: str
    size: str
    seconds: int
    drawn_seconds: int
    prompt: str
    beats: list[dict[str, Any]] | None
    clips: tuple[Clip, ...]
    people: tuple[UUID, ...]
    depth: int
    extensions: int
    lineage: Lineage
    picture: UsableReference | None = None

    @property
    def text(self) -> str:
        """What an engine draws: of a remix, all that led to it."""
        return self.lineage.whole if self.tool == Tool.REMIX else self.prompt

    @property
    def is_drawn(self) -> bool:
        return NEEDS[self.tool].words


def checked_making(wanted: Wanted, *, maker: User) -> Making:
    """Raises DomainError: 400 for a bad combination, 422 `source_not_available`, `chain_too_long`,
    `tool_not_offered`, `too_many_people`, and what `accepted_prompt` raises."""
    tool, needs = wanted.tool, NEEDS[wanted.tool]
    clips, offers = clips_for(maker, tool, wanted.parts), offered_to(maker)
    engine, size = _engine(wanted, clips, offers), _size(wanted, clips)
    people = _people(wanted, clips)
    drawn = _drawn(wanted, clips, offers, engine=engine, size=size, people=len(people))
    refuse_outside(tool, clips, engine=engine)
    picture = picture_for(maker, wanted, engine=engine, size=size)
    starts = needs.starts | _begun_with(picture)
    if needs.words and not takes_start(capabilities_of(engine), starts, people=len(people)):
        raise refusals.tool_not_offered(FIELD if picture else "tool")
    prompt = _prompt(wanted)
    beats = accepted_beats(tool, wanted.beats, seconds=drawn)
    making = Making(
        tool=tool,
        engine=engine,
        size=size,
        seconds=ceil(frames_of(tool, clips, drawn=drawn * FPS) / FPS),
        drawn_seconds=drawn,
        prompt=prompt,
        beats=beats,
        clips=clips,
        people=people,
        depth=depth_of(clips),
        extensions=extensions_of(tool, clips),
        lineage=_lineage(prompt, beats, clips),
        picture=picture,
    )
    if tool == Tool.REMIX:
        accepted_prompt(making.text)
    return making


def _begun_with(picture: UsableReference | None) -> frozenset[Start]:
    return frozenset({Start.FIRST_FRAME}) if picture else frozenset()


def _engine(wanted: Wanted, clips: tuple[Clip, ...], offers: Offers) -> str:
    """Where none is named, `going_on` or `chosen_engine` says."""
    if wanted.engine and not NEEDS[wanted.tool].words:
        raise refusals.not_taken("model")
    if not NEEDS[wanted.tool].words:
        return clips[0].job.engine  # which is not asked for anything
    if clips and clips[0].job.engine not in engine_names() and not wanted.engine:
        raise refusals.tool_not_offered()  # what drew it is gone
    if wanted.engine:
        return wanted.engine
    return going_on(wanted, clips, offers) if clips else chosen_engine(wanted, offers)


def _size(wanted: Wanted, clips: tuple[Clip, ...]) -> str:
    sizes = {clip.job.size for clip in clips}
    if not sizes and wanted.size is None:
        raise refusals.required("size")
    if len(sizes) > 1:
        raise refusals.wrong_choice("sources", _("These videos are not of one size."))
    if sizes and wanted.size not in {None, *sizes}:
        raise refusals.wrong_choice("size", _("It keeps the size of what it is made of."))
    return wanted.size or sizes.pop()


def _people(wanted: Wanted, clips: tuple[Clip, ...]) -> tuple[UUID, ...]:
    if wanted.subjects and not NEEDS[wanted.tool].words:
        raise refusals.not_taken("subjects")
    there = inherited_people(clip.job.pk for clip in clips)
    if NEEDS[wanted.tool].appends and set(wanted.subjects) - set(there):
        raise refusals.wrong_choice("subjects", _("Only those who are in the video already."))
    people = (*wanted.subjects, *(one for one in there if one not in wanted.subjects))
    if there and len(people) > MOST_SUBJECTS:
        raise refusals.too_many_people()
    return people


def _drawn(
    wanted: Wanted,
    clips: tuple[Clip, ...],
    offers: Offers,
    *,
    engine: str,
    size: str,
    people: int,
) -> int:
    """Seconds that the engine has to make; 0 where nothing is drawn."""
    if not NEEDS[wanted.tool].words:
        if wanted.seconds is not None:
            raise refusals.not_taken("seconds")
        return 0
    seconds = wanted.seconds
    if seconds is None and wanted.tool == Tool.REMIX:
        seconds = ceil(clips[0].seconds)
    if seconds is None:
        raise refusals.required("seconds")
    return checked_wish(
        engine=engine, size=size, seconds=seconds, offers=offers, people=people
    ).seconds


def _prompt(wanted: Wanted) -> str:
    if NEEDS[wanted.tool].words:
        if wanted.prompt is None:
            raise refusals.required("prompt")
        return accepted_prompt(wanted.prompt)
    if wanted.prompt is not None:
        raise refusals.not_taken("prompt")
    return ""


def _lineage(prompt: str, beats: list[dict[str, Any]] | None, clips: tuple[Clip, ...]) -> Lineage:
    own = [text for text in (prompt, *(beat["prompt"] for beat in beats or ())) if text]
    return chain(own, [clip.job.pk for clip in clips])

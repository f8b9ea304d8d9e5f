"""The films that something is made out of."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from cameos.attestations.switching import SWITCH
from generation.engines.base import FPS
from generation.input_images import rests_on_attested
from generation.making.refusals import invalid, not_taken, required, source_not_available
from generation.making.wanted import Clip, Part
from generation.models import Asset, AssetKind, Draft
from generation.tools import NEEDS, Tool

SHORTEST_S = 0.5


def clips_for(maker: User, tool: Tool, parts: Sequence[Part]) -> tuple[Clip, ...]:
    """In the order in which they were asked for. Raises DomainError `source_not_available` for what
    `maker` may make nothing of; `required`, `unknown_field`, `max_length`, `invalid`."""
    least, most = NEEDS[tool].sources
    if parts and not most:
        raise not_taken("sources")
    if len(parts) < least:
        raise required("sources")
    if len(parts) > most:
        raise invalid("sources", _("These are too many for this tool."))
    usable = Draft.objects.usable_by(maker).select_related("job")
    found = {draft.pk: draft for draft in usable.filter(pk__in=[one.draft for one in parts])}
    if any(one.draft not in found for one in parts):
        raise source_not_available()
    if rests_on_attested(one.job_id for one in found.values()) and not SWITCH.is_on():
        raise source_not_available()
    return tuple(
        _clip(found[one.draft], one, place=number, cuts=NEEDS[tool].cuts)
        for number, one in enumerate(parts)
    )


def _clip(draft: Draft, part: Part, *, place: int, cuts: bool) -> Clip:
    if not cuts and (part.start is not None or part.end is not None):
        raise not_taken(f"sources.{place}." + ("start" if part.end is None else "end"))
    master = Asset.objects.get(job=draft.job, kind=AssetKind.MASTER)
    whole = round((master.duration or 0) * FPS)
    first = round((part.start or 0) * FPS)
    last = whole if part.end is None else round(part.end * FPS)
    if last > whole:
        raise invalid(f"sources.{place}.end", _("The video is shorter than that."))
    if last - first < SHORTEST_S * FPS:
        raise invalid(f"sources.{place}", _("A part is at least half a second long."))
    return Clip(draft.job, first, last, part.start, part.end)

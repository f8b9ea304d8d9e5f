"""What still stands against a job when a person has found something of it fine."""

from dataclasses import dataclass

from generation.models import Job
from generation.services.screening import audience_of
from generation.stages import Stage
from moderation.categories import Category, Surface
from moderation.models import Scan
from moderation.policy.judging import Judgement
from moderation.services.rating import NEVER_ASSESSED_BY_EYE, evidence_of, found_fine, newest_scans
from moderation.services.screening import judged

# The monitor judges the same words beside rendering.
SCANS_OF = {Stage.SCREEN: frozenset({Stage.SCREEN.value, "monitor"})}


@dataclass(frozen=True, slots=True)
class Remaining:
    """`is_complete`: all that must be was assessed, or a person was asked for want of that."""

    judgement: Judgement
    is_complete: bool


def what_remains(job: Job, *, stage: Stage) -> Remaining | None:
    """The newest scans of the stage, judged again without what a person found fine there; None
    where there is nothing to judge."""
    mine = SCANS_OF.get(stage, frozenset({stage.value}))
    scans = [scan for scan in newest_scans(job.public_id) if scan.stage in mine]
    if not any(scan.stage == stage for scan in scans):
        return None
    audience = audience_of(job)
    if any(scan.depicts_minor for scan in scans):
        audience = audience.with_minor()
    judgement = judged(evidence_of(scans), audience=audience)
    return Remaining(judgement, is_complete=not any(_lacking(one, stage) for one in scans))


def _lacking(scan: Scan, stage: Stage) -> set[tuple[Surface, Category]]:
    """As the stage itself saw it: what others assess is not among it."""
    if scan.stage != stage:
        return set()
    lacking = {(Surface(surface), Category(category)) for surface, category in scan.lacking}
    asked = "" in found_fine(scan.subject, stage=stage)
    return lacking & NEVER_ASSESSED_BY_EYE if asked else lacking

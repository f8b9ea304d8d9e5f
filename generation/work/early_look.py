"""A look at a film while it is drawn, so that what would be refused is not finished (G27)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generation.engines.base import Look, StoppedEarly
from generation.models import Job
from generation.services.screening import audience_of
from generation.stages import Stage
from generation.work.film_opinion import EVERYTHING
from moderation.categories import Surface
from moderation.inspection.glancing import glance, glancing_detectors
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.services.rating import found_fine
from moderation.services.screening import judged, without_found_fine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SeenEarly(StoppedEarly):
    """What was seen of a film that is not finished is refused."""

    def __init__(
        self,
        frames: Sequence[NDArray[np.uint8]],
        evidence: list[Evidence],
        judgement: Judgement,
        audience: Audience,
    ) -> None:
        super().__init__("refused")
        self.frames = frames
        self.evidence = evidence
        self.judgement = judgement
        self.audience = audience


def look_at(job: Job) -> Look | None:
    """What an engine shows a few frames to; None where no model here could judge them.

    It only ever stops a film: whoever failed, or saw nothing, is asked again about the whole.
    """
    detectors = glancing_detectors()
    if not detectors:
        return None
    audience = audience_of(job)
    fine = found_fine(job.public_id, stage=Stage.RENDER)

    def look(frames: Sequence[NDArray[np.uint8]]) -> None:
        evidence = [Evidence(Surface.FRAME, glance(frames, detectors=detectors))]
        judging = without_found_fine(evidence, fine, audience=audience)
        found = judged(judging, audience=audience, elsewhere=EVERYTHING)
        if found.effect == Effect.REFUSE:
            raise SeenEarly(frames, evidence, found, audience)

    return look

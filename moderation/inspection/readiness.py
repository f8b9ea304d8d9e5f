"""Whether films of an engine that can draw anything could be judged here at all (G26)."""

from collections.abc import Iterator

import numpy as np
from django.conf import settings

from moderation import csam
from moderation.answers import Answer, Coverage, merged_coverage
from moderation.categories import Category, Surface
from moderation.inspection.configured import configured_faults, configured_parts
from moderation.inspection.glancing import glance, glancing_detectors
from moderation.policy.loading import current_policy

GREY = 128
SIDE = 64  # pixels
# The first look loads torch and the weights: from a cold disk, or beside workers that start too.
LOADING_SECONDS = 300.0


def faults() -> Iterator[str]:
    """Of models that the settings name: why one cannot be had, or that it answers nothing.

    Loads them and shows each a grey picture, so a worker that starts has its models ready.
    """
    broken = configured_faults()
    yield from (f"{name}: {why}" for name, why in broken.items())
    answering = {one.detector for one in _looked() if one.coverage}
    names = {part.name for part in configured_parts() if part.surface is Surface.FRAME}
    yield from (f"{name}: answers nothing" for name in sorted(names - answering - set(broken)))


def unassessed() -> list[Category]:
    """What this profile demands of frames, and nobody here assesses in what an engine drew freely.

    Whose face it is, is for another process. A matching service that is named is counted on: it
    may be away for a moment, and without it nothing passes.
    """
    answers = _looked()
    if csam.build() is not None:
        covered = {Category.CHILD_SAFETY: Coverage.ASSESSED}
        answers.append(Answer(csam.NAME, "configured", covered))
    lacking = current_policy().lacking(settings.PROFILE, Surface.FRAME, merged_coverage(answers))
    return [category for category in lacking if category != Category.LIKENESS]


def _looked() -> list[Answer]:
    picture = np.full((SIDE, SIDE, 3), GREY, np.uint8)
    return glance([picture], detectors=glancing_detectors(), seconds=LOADING_SECONDS)

"""Synthetic pictures, each unlike all others, and what is said of things that show them."""

import numpy as np

from lib.media.frames import SampledFrame
from lib.media.pdq import PdqHash, pdq
from moderation.answers import Answer
from moderation.categories import Surface
from moderation.detectors import hashes
from moderation.detectors.base import Source
from moderation.detectors.hashes import Shown
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement, judge
from moderation.policy.loading import current_policy
from moderation.services.banks import bank_entries
from tests.media.pictures import Picture


def grain(seed: int, *, height: int = 144, width: int = 256) -> Picture:
    blocks = np.random.default_rng(seed).integers(0, 256, (16, 16, 3), np.uint8)
    rows, columns = np.arange(height) * 16 // height, np.arange(width) * 16 // width
    return np.ascontiguousarray(blocks[rows][:, columns])


def hash_of(seed: int) -> PdqHash:
    return pdq(grain(seed))


def shown(*seeds: int) -> Shown:
    found = Shown()
    for number, seed in enumerate(seeds):
        found.add(hash_of(seed), at_seconds=float(number))
    return found


def look(*seeds: int) -> Evidence:
    """What the bank as it stands says of a film of these pictures."""
    session = hashes.build(bank_entries(), version="test").begin(Source(draws=None))
    for number, seed in enumerate(seeds):
        session.look(SampledFrame(number, number / 2, grain(seed)))
    answers: list[Answer] = [answer for _, answer in session.answer()]
    return Evidence(Surface.FRAME, answers)


def judged(evidence: Evidence, *, under_18: bool = False) -> Judgement:
    """Without regard to what is lacking: `verdict` is what counts here."""
    return judge(
        [evidence],
        audience=Audience(under_18=under_18),
        policy=current_policy(),
        profile="development",
    )

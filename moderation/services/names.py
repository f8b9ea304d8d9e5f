"""Names that are addresses: word lists in this process, at once."""

from moderation.categories import Surface
from moderation.detectors import lexicon
from moderation.policy.audience import ADULT_PROFILE
from moderation.policy.judging import Effect, Evidence
from moderation.services.screening import judged


def is_refused(words: str) -> bool:
    """Whether the lists hold something against them that the policy blocks on any profile. What
    only a detector that understands could see, no list does: reports are for that."""
    answer = lexicon.build().assess(words, surface=Surface.PROFILE)
    judgement = judged([Evidence(Surface.PROFILE, [answer])], audience=ADULT_PROFILE)
    return judgement.effect == Effect.REFUSE

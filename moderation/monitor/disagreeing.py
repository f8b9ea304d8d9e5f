"""Whether the monitor and all others come to different ends (M3)."""

from collections.abc import Sequence

from moderation.answers import Answer
from moderation.monitor.evidence import NAME
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, depicts_minor, judge
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict


def disagree(evidence: Sequence[Evidence], *, audience: Audience) -> bool:
    """True where one side's findings alone would stop it and the other's would not.

    False where the monitor said nothing: silence is no opinion.
    """
    monitor, others = _side(evidence, monitor=True), _side(evidence, monitor=False)
    if not any(answer.hits for one in monitor for answer in one.answers) or not others:
        return False
    strict = audience.with_minor() if depicts_minor(evidence) else audience
    return _acts(monitor, strict) != _acts(others, strict)


def _side(evidence: Sequence[Evidence], *, monitor: bool) -> list[Evidence]:
    kept: list[tuple[Evidence, list[Answer]]] = [
        (one, [answer for answer in one.answers if (answer.detector == NAME) is monitor])
        for one in evidence
    ]
    return [Evidence(one.surface, answers) for one, answers in kept if answers]


def _acts(side: Sequence[Evidence], audience: Audience) -> bool:
    judgement = judge(side, audience=audience, policy=current_policy(), profile="development")
    return judgement.verdict >= Verdict.REVIEW

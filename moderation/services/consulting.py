"""What the prompt filter would say of somebody's own text, as coarse as its own decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from lib.api import throttling
from lib.errors import DomainError, ErrorCode
from moderation.categories import Category, Surface
from moderation.eligibility import consult_refusal
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict
from moderation.screener.names import best_scores
from moderation.services.cooling import cooling_refusal
from moderation.services.screening import AT_ONCE_SECONDS, judged, read

FLAGGED_SCOPE = "moderate_flagged"
READING_SCOPE = "moderate_reading"
UNIT = 1_000  # characters
TOO_MUCH = {FLAGGED_SCOPE: "Too many flagged texts.", READING_SCOPE: "Too much text a minute."}
# Scores stay here: a caller learns what submitting would have told, in three steps.
BANDS = {Verdict.ALLOW: 0.0, Verdict.LIMIT: 0.5, Verdict.REVIEW: 0.5, Verdict.BLOCK: 1.0}


@dataclass(frozen=True, slots=True)
class Consulted:
    """`flagged` is also true where not all could be judged; then `assessed` is False."""

    flagged: bool
    assessed: bool
    bands: Mapping[Category, float]


def consult(texts: Sequence[str], *, by: User) -> list[Consulted]:
    """One answer for each text. Nothing is kept of it.

    Raises DomainError: 403 for whoever may not; 429 while cooling off, after too many flagged
    texts, whatever this one is, and after too much to read. Raises ScreenerAway.
    """
    if refusal := consult_refusal(by) or cooling_refusal(by.pk):
        raise refusal
    who = f"user:{by.pk}"
    _refuse_spent(throttling.peek(FLAGGED_SCOPE, who), at=0)
    _refuse_spent(throttling.count(READING_SCOPE, who, units=_units(texts)), at=-1)
    evidence = read([(Surface.PROMPT, text) for text in texts], seconds=AT_ONCE_SECONDS)
    answers = [_consulted(one) for one in evidence]
    for answer in answers:
        if answer.flagged:
            _refuse_spent(throttling.count(FLAGGED_SCOPE, who), at=-1)
    return answers


def _units(texts: Sequence[str]) -> int:
    """What reading them costs the screener, which prompts wait for as well."""
    return sum(1 + (len(text) - 1) // UNIT for text in texts)


def _refuse_spent(standing: throttling.Standing, *, at: int) -> None:
    if standing.remaining <= at:
        raise DomainError(ErrorCode.THROTTLED, TOO_MUCH[standing.scope], retry_after=standing.reset)


def _consulted(evidence: Evidence) -> Consulted:
    judgement = judged([evidence], audience=Audience())
    audience = Audience(depicts_minor=judgement.depicts_minor)
    policy, scores = current_policy(), best_scores(evidence.answers)
    bands = {
        category: BANDS[policy.thresholds(category, audience.columns).verdict(score)]
        for category, score in scores.items()
    }
    return Consulted(
        flagged=judgement.verdict > Verdict.ALLOW or bool(judgement.lacking),
        assessed=not judgement.lacking,
        bands=bands,
    )

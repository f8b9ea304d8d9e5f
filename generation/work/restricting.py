"""What owners keep their likeness out of, on words that were read late and on finished films."""

from collections.abc import Sequence

from django.conf import settings

from cameos.capabilities.restricting import Shown, restriction_on
from cameos.models import Capability
from cameos.permissions.refusals import Refusal
from cameos.permissions.topics import CATEGORIES, Topic
from cameos.services.reading import texts_of
from generation.failures import FailureCode
from generation.holds import HoldReason
from generation.models import Job
from generation.services.consent import capabilities_of
from generation.services.screening import lineage_of
from moderation.answers import Coverage, merged_coverage
from moderation.categories import Category
from moderation.inspection import Inspection
from moderation.policy.judging import Evidence, Judgement

NOT_FOR_THIS = FailureCode.NOT_FOR_THIS_PROMPT


def restriction_of_words(
    job: Job, evidence: Sequence[Evidence], judgement: Judgement
) -> FailureCode | None:
    """The answer that a submit would have given, had the screener answered then. What is lacking
    now is asked again: nobody passes on what nobody read."""
    texts = [text for _, text in texts_of(lineage_of(job))]
    found = restriction_on(_capabilities(job), Shown(texts, evidence), judgement)
    if found == Refusal.UNASSESSED and judgement.lacking:
        return None
    return NOT_FOR_THIS if found else None


def restriction_of_film(
    job: Job,
    found: Inspection,
    *,
    frames: Sequence[Evidence],
    words: Sequence[Evidence],
    judgement: Judgement,
    bounded: bool,
) -> FailureCode | HoldReason | None:
    """Of what is heard, read and seen in it. What could not be assessed of it is held."""
    shown = Shown(
        texts=_texts(found),
        words=words,
        frames=frames,
        unseen=frozenset() if bounded else _unseen(found, frames),
    )
    refusal = restriction_on(_capabilities(job), shown, judgement)
    if refusal == Refusal.RESTRICTED:
        return NOT_FOR_THIS
    return HoldReason.UNASSESSED if refusal else None


def _capabilities(job: Job) -> list[Capability]:
    return list(capabilities_of(job.pk))


def _texts(found: Inspection) -> list[str]:
    heard = found.heard.texts if found.heard else ()
    return [text for text, *_ in (*heard, *(found.on_screen or ()), *(found.described or ()))]


def _unseen(found: Inspection, frames: Sequence[Evidence]) -> frozenset[Topic]:
    """Topics for which nothing looked at the pictures: no detector of theirs, and no description
    that lists of words could be held against. Production demands one of the two (law 1)."""
    if found.described or not settings.PRODUCTION:
        return frozenset()
    seen = _assessed(frames)
    return frozenset(one for one in Topic if not CATEGORIES.get(one) or not CATEGORIES[one] <= seen)


def _assessed(frames: Sequence[Evidence]) -> set[Category]:
    answers = [answer for one in frames for answer in one.answers]
    coverage = merged_coverage(answers)
    return {one for one, word in coverage.items() if word == Coverage.ASSESSED}

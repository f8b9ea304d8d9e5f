"""What a prompt says of the closed list of topics, and whether somebody's terms bear it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cameos.permissions.lists import topics_in
from cameos.permissions.refusals import Refusal
from cameos.permissions.terms import Terms
from cameos.permissions.topics import CATEGORIES, Topic
from moderation.answers import Coverage, merged_coverage
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement, best_scores
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict

# The strictest reader there is: from where under-18 policy would at least limit, a topic is there.
STRICT = Audience(under_18=True, likeness=True)


@dataclass(frozen=True, slots=True)
class WordsFound:
    """`unassessed`: topics of which nobody can say whether they are there (law 1)."""

    topics: frozenset[Topic] = frozenset()
    unassessed: frozenset[Topic] = frozenset()


NO_WORDS = WordsFound()


def restriction_refusal(terms: Terms, found: WordsFound) -> Refusal | None:
    """Why these words are not for a likeness on these terms, or None. Pure; of a prompt, of
    dialogue, of what was heard or seen in a film alike."""
    # The owner keeps their likeness out of this.
    if terms.restrictions & found.topics:
        return Refusal.RESTRICTED
    # Nobody could tell: what was not assessed never reads as permitted (law 1).
    if terms.restrictions & found.unassessed:
        return Refusal.UNASSESSED
    return None


def found_in(
    texts: Iterable[str], evidence: Sequence[Evidence], judgement: Judgement
) -> WordsFound:
    """Topics in texts, by word lists and by what detectors answered about them.

    The lists are English. Where nobody understood a text, as in a language that no detector here
    reads, or the profile demands more than was assessed, a topic that was not found may be there.
    """
    seen = frozenset(topic for text in texts for topic in topics_in(text))
    scored = _scored(evidence)
    minor = frozenset({Topic.MINORS}) if judgement.depicts_minor else frozenset()
    topics = seen | scored | minor
    unread = bool(judgement.lacking) or not all(map(_was_read, evidence))
    return WordsFound(topics, frozenset(Topic) - topics if unread else frozenset())


def _was_read(one: Evidence) -> bool:
    """Whether any detector understood it; word lists alone, which are English, do not."""
    return Coverage.ASSESSED in merged_coverage(one.answers).values()


def _scored(evidence: Sequence[Evidence]) -> frozenset[Topic]:
    policy, scores = current_policy(), best_scores(evidence)
    limited = {
        category
        for category, score in scores.items()
        if policy.thresholds(category, STRICT.columns).verdict(score) >= Verdict.LIMIT
    }
    return frozenset(topic for topic, by in CATEGORIES.items() if by & limited)

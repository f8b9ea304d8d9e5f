"""What those whose likeness is used keep it out of, asked of words and of a finished film."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.handles.folding import fold
from cameos.capabilities.issuing import terms_of
from cameos.models import Cameo, Capability
from cameos.permissions.mentions import without_mentions
from cameos.permissions.refusals import Refusal
from cameos.permissions.topics import Topic
from cameos.permissions.words import WordsFound, found_in, restriction_refusal
from moderation.policy.judging import Evidence, Judgement, depicts_minor


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read, heard and seen. `words`: about `texts`, in any order; `frames`: about the
    pictures; `unseen`: topics of which nobody could say whether they are in the pictures."""

    texts: Sequence[str]
    words: Sequence[Evidence]
    frames: Sequence[Evidence] = ()
    unseen: frozenset[Topic] = frozenset()


def restriction_on(
    capabilities: Sequence[Capability], shown: Shown, judgement: Judgement
) -> Refusal | None:
    """RESTRICTED where it is there, UNASSESSED where nobody could tell (law 1), else None; by the
    terms under which each likeness was lent."""
    terms = terms_of(capabilities)
    if not terms.restrictions:
        return None
    # A subject under 18 is no surprise to those who were asked with them.
    minor = depicts_minor([*shown.words, *shown.frames]) and not terms.depicts_minor
    found = _found(shown, replace(judgement, depicts_minor=minor), _keys(capabilities))
    return restriction_refusal(terms, found)


def _found(shown: Shown, judgement: Judgement, keys: frozenset[str]) -> WordsFound:
    texts = [without_mentions(text, keys) for text in shown.texts]
    said = found_in(texts, shown.words, judgement)
    seen = found_in([], shown.frames, judgement)
    topics = said.topics | seen.topics
    return WordsFound(topics, (said.unassessed | shown.unseen) - topics)


def _keys(capabilities: Iterable[Capability]) -> frozenset[str]:
    ids = [one.cameo_id for one in capabilities]
    handles = Cameo.objects.filter(pk__in=ids).values_list("owner__handle", flat=True)
    return frozenset(map(fold, handles))

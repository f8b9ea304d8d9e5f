"""What the words of a prompt are to those whose likeness it asks for.

One code for preflight, for submit and for the worker that reads what submit could not: the same
texts, the same audience, the same judgement.
"""

from collections.abc import Sequence

from accounts.models import User
from cameos.services.authorizing import Read
from lib.text.quoting import quotes
from moderation.categories import Surface
from moderation.lineage import Lineage, judged_lineage
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement
from moderation.policy.rows import Verdict
from moderation.services.near_repeats import suspicions_about

# Of words that nobody has judged yet; what is lacking is for the stage that reads them to say.
UNJUDGED = Judgement(
    policy_version="",
    verdict=Verdict.ALLOW,
    category=None,
    lacking=(),
    depicts_minor=False,
    for_minors=False,
)


def texts_of(lineage: Lineage) -> list[tuple[Surface, str]]:
    """The prompts of a chain and their whole, and apart from it what it wants to be said."""
    spoken = "\n".join(quotes(lineage.whole))
    return [*lineage.texts(), *([(Surface.DIALOGUE, spoken)] if spoken else [])]


def audience_for(maker: User, *, minor: bool = False) -> Audience:
    """For whom a draft with likenesses is judged: its maker, and, strictly, those in it."""
    return Audience(under_18=not maker.is_adult, depicts_minor=minor, likeness=True)


def judged_words(
    lineage: Lineage, evidence: Sequence[Evidence], *, audience: Audience, maker: User
) -> Judgement:
    """Evidence about `texts_of` a lineage, judged: strictly where the chain drifted, or where its
    maker was refused something near it a short time ago."""
    suspicions = suspicions_about(lineage.whole, person_id=maker.pk)
    return judged_lineage(lineage, evidence, audience=audience, suspicions=suspicions)


def read_words(
    lineage: Lineage, evidence: Sequence[Evidence], *, audience: Audience, maker: User
) -> Read:
    """What a decision about likenesses must know of the words."""
    judgement = judged_words(lineage, evidence, audience=audience, maker=maker)
    return Read(lineage.whole, _plain(lineage), evidence, judgement)


def unread_words(lineage: Lineage) -> Read:
    """The same before any detector has answered: who may use it, and lists of words alone."""
    return Read(lineage.whole, _plain(lineage), (), UNJUDGED)


def _plain(lineage: Lineage) -> list[str]:
    return [text for _, text in texts_of(lineage)]

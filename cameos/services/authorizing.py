"""May this person use these likenesses for these words: one code for preflight and for submit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handles.folding import fold
from accounts.models import User
from cameos.models import Cameo, CameoGrant
from cameos.permissions.deciding import terms_for, use_refusal
from cameos.permissions.facts import Facts, facts_of
from cameos.permissions.mentions import MOST_SUBJECTS, mentioned, without_mentions
from cameos.permissions.refusals import Answer, Refusal, answer_for_all, answer_to
from cameos.permissions.terms import UNBOUND, Terms, of_all
from cameos.permissions.topics import Topic
from cameos.permissions.words import WordsFound, found_in, restriction_refusal
from lib.errors import DomainError, ErrorCode
from moderation.policy.judging import Evidence, Judgement


@dataclass(frozen=True, slots=True)
class Read:
    """What a prompt says and what was answered about it. `texts`: the prompt, its dialogue, and
    what came before it in its lineage."""

    prompt: str
    texts: Sequence[str]
    evidence: Sequence[Evidence]
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Decided:
    """About one subject. The terms are None where it is refused."""

    cameo_id: UUID
    refusal: Refusal | None
    terms: Terms | None
    cameo: Cameo | None
    grant: CameoGrant | None

    @property
    def answer(self) -> Answer:
        """All that whoever asked may learn."""
        return answer_to(self.refusal)


@dataclass(frozen=True, slots=True)
class Decision:
    """About all subjects together."""

    subjects: tuple[Decided, ...]
    unmentioned: tuple[UUID, ...]

    @property
    def answer(self) -> Answer:
        """For all together: the worst."""
        return answer_for_all([one.answer for one in self.subjects])

    @property
    def terms(self) -> Terms:
        """What all subjects permit; bounds the film, and whatever is made of it."""
        return of_all(one.terms for one in self.subjects if one.terms is not None)


def decide(
    *,
    cameo_ids: Sequence[UUID],
    requester: User,
    words: Read,
    at: datetime | None = None,
    processor: str = "",
    within: Terms = UNBOUND,
) -> Decision:
    """Decide about each subject. Reads only; whoever acts on it holds the cameos (`locking.hold`).
    `processor`: the key of who would draw it, where that is done outside of this house. `within`:
    what the films permit that it is made out of; it permits nothing that they do not.

    Raises DomainError `max_value` for more than two, `duplicate_field` for the same one twice.
    """
    _refuse_too_many(cameo_ids)
    at = at or timezone.now()
    facts = [facts_of(cameo_id, requester, processor=processor) for cameo_id in cameo_ids]
    keys = frozenset(fold(one.cameo.owner.handle) for one in facts if one.cameo)
    found = found_in(
        [without_mentions(text, keys) for text in words.texts], words.evidence, words.judgement
    )
    subjects = tuple(
        _decided(cameo_id, one, use_refusal(one.likeness, one.asker, found, at), at)
        for cameo_id, one in zip(cameo_ids, facts, strict=True)
    )
    subjects = tuple(_within(one, within, found) for one in subjects)
    subjects = tuple(_beside(one, subjects) for one in subjects)
    return Decision(subjects, _unmentioned(subjects, words.prompt))


def refusal_of(decision: Decision) -> DomainError | None:
    """What a submit answers; the same three answers as preflight, as an error."""
    return REFUSALS[decision.answer]() if decision.answer in REFUSALS else None


def _not_available() -> DomainError:
    return DomainError(ErrorCode.NOT_AVAILABLE, _("You cannot use this likeness."), attr="subjects")


def _not_for_this_prompt() -> DomainError:
    return DomainError(
        ErrorCode.NOT_FOR_THIS_PROMPT,
        _("This likeness is not for this prompt. Try other words."),
        attr="prompt",
    )


REFUSALS = {
    Answer.NOT_AVAILABLE: _not_available,
    Answer.NOT_FOR_THIS_PROMPT: _not_for_this_prompt,
}


def _decided(cameo_id: UUID, facts: Facts, refusal: Refusal | None, at: datetime) -> Decided:
    if refusal is not None or facts.likeness is None:
        return Decided(cameo_id, refusal, None, facts.cameo, None)
    terms = terms_for(facts.likeness, facts.asker, at)
    rests = facts.asker.granted is not None and facts.asker.granted.expires > at
    return Decided(cameo_id, None, terms, facts.cameo, facts.grant if rests else None)


def _within(one: Decided, within: Terms, found: WordsFound) -> Decided:
    """On the narrower of its own terms and those that it inherits."""
    if one.terms is None:
        return one
    terms = one.terms.meet(within)
    refusal = None if terms.scopes else Refusal.NOTHING_LENT
    refusal = refusal or restriction_refusal(terms, found)
    if refusal:
        return replace(one, refusal=refusal, terms=None, grant=None)
    return replace(one, terms=terms)


def _beside(one: Decided, others: Iterable[Decided]) -> Decided:
    """Whoever keeps out of scenes with minors is in none with a subject under 18."""
    minors = any(other.terms.depicts_minor for other in others if other.terms and other is not one)
    if minors and one.terms and Topic.MINORS in one.terms.restrictions:
        return replace(one, refusal=Refusal.RESTRICTED, terms=None, grant=None)
    return one


def unmentioned_of(cameo_ids: Sequence[UUID], prompt: str) -> tuple[UUID, ...]:
    """Whom a prompt does not mention, of subjects that were authorised for it."""
    owners = dict(Cameo.objects.filter(pk__in=cameo_ids).values_list("pk", "owner__handle"))
    named = mentioned(prompt)
    return tuple(key for key in cameo_ids if key in owners and fold(owners[key]) not in named)


def _unmentioned(subjects: Iterable[Decided], prompt: str) -> tuple[UUID, ...]:
    """Only of subjects that may be used: of others it would tell whose they are."""
    named = mentioned(prompt)
    return tuple(
        one.cameo_id
        for one in subjects
        if one.cameo and not one.refusal and fold(one.cameo.owner.handle) not in named
    )


def _refuse_too_many(cameo_ids: Sequence[UUID]) -> None:
    if len(cameo_ids) > MOST_SUBJECTS:
        raise DomainError(ErrorCode.MAX_VALUE, _("At most two people at a time."), attr="subjects")
    if len(set(cameo_ids)) != len(cameo_ids):
        raise DomainError(
            ErrorCode.DUPLICATE_FIELD, _("The same one stands here twice."), attr="subjects"
        )

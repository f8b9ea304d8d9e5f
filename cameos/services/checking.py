"""Asking before submitting (D-2): everything that a submit would do but the video."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Feature, User
from accounts.services.holds import feature_refusal
from audit.services import record
from cameos.permissions.refusals import Answer
from cameos.services.authorizing import Decision, Read, decide
from cameos.services.eligibility import asking_refusal
from cameos.services.reading import audience_for, read_words, texts_of
from cameos.services.words_codes import words_refusal
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, encode
from lib.plain_text import has_unusable, is_invisible, normalised
from moderation.categories import Category, Surface
from moderation.lineage import Lineage
from moderation.models import RefusedText
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect
from moderation.services.cooling import weigh
from moderation.services.refusals import blocked_in, note_refusal, origin_of_request
from moderation.services.screening import AT_ONCE_SECONDS, read


def check(*, cameo_ids: Sequence[UUID], prompt: str, by: User) -> Decision:
    """What submitting would answer now. Spends nothing; counts what was refused as submit does.

    Raises DomainError: 403 by standing, 429 while cooling off, 422 for words that the policy
    refuses whoever is in them; ScreenerAway.
    """
    if refusal := asking_refusal(by) or feature_refusal(by, Feature.CAMEOS):
        raise refusal
    lineage = Lineage(_accepted(prompt))
    evidence = read(texts_of(lineage), seconds=AT_ONCE_SECONDS)
    words = read_words(lineage, evidence, audience=audience_for(by), maker=by)
    _refuse_words(words, by, minor=words.judgement.depicts_minor)
    decision = decide(cameo_ids=cameo_ids, requester=by, words=words)
    with transaction.atomic():
        note_answers(decision, prompt=words.prompt, by=by)
    # Of somebody under 18 only whoever may use the likeness learns that they are (law 2).
    if decision.answer == Answer.OK and decision.terms.depicts_minor:
        strict = audience_for(by, minor=True)
        _refuse_words(read_words(lineage, evidence, audience=strict, maker=by), by, minor=True)
    return decision


def note_answers(decision: Decision, *, prompt: str, by: User, key: str = "") -> None:
    """Audit what was asked, and count refusals towards cooling off: trying words or people until
    something gives is probing. In the caller's transaction; locks the row of `by`.

    `key`: the Idempotency-Key of a submit; its repetition is refused again and noted once.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    subjects = sorted(str(one.cameo_id) for one in decision.subjects)
    origin = origin_of_request("cameo", str(by.pk), *subjects, prompt, *([key] if key else []))
    if key and RefusedText.objects.filter(person_id=by.pk, origin=origin).exists():
        return
    for one in decision.subjects:
        record(
            "cameos.use.asked",
            actor=Actor.person(by.pk),
            target=encode(IdKind.CAMEO, one.cameo_id),
            answer=one.answer.value,
            reason=one.refusal.value if one.refusal else None,
        )
    if decision.answer == Answer.OK:
        return
    note_refusal(
        person_id=by.pk,
        origin=origin,
        surface=Surface.PROMPT,
        words=prompt,
        category=Category.LIKENESS,
        blocked=[Category.LIKENESS],
    )
    weigh(person)


def _refuse_words(words: Read, by: User, *, minor: bool) -> None:
    if words.judgement.effect == Effect.REFUSE:
        _count_words(words, by, audience=audience_for(by, minor=minor))
        raise words_refusal(words.judgement, _("The prompt is against our rules."))


def _count_words(words: Read, by: User, *, audience: Audience) -> None:
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        note_refusal(
            person_id=by.pk,
            origin=origin_of_request("cameo words", str(by.pk), words.prompt),
            surface=Surface.PROMPT,
            words=words.prompt,
            category=words.judgement.category or "",
            blocked=blocked_in(words.evidence, audience),
        )
        weigh(person)


def _accepted(prompt: str) -> str:
    """In NFC; the longest is refused by the body already."""
    text = normalised(prompt)
    if has_unusable(text):
        raise DomainError(
            ErrorCode.INVALID_CHARACTERS,
            _("The prompt holds characters that cannot be used."),
            attr="prompt",
        )
    if is_invisible(text):
        raise DomainError(ErrorCode.PROMPT_EMPTY, _("The prompt is empty."), attr="prompt")
    return text

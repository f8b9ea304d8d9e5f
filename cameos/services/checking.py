"""Asking before submitting (D-2): everything that a submit would do but the video."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.permissions.refusals import Answer
from cameos.services.authorizing import Decision, Read, decide
from cameos.services.eligibility import asking_refusal
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, encode
from lib.plain_text import has_unusable, is_invisible, normalised
from moderation.categories import Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect
from moderation.policy.strictness import strictly
from moderation.services.cooling import weigh
from moderation.services.near_repeats import suspicions_about
from moderation.services.refusals import blocked_in, note_refusal, origin_of_request
from moderation.services.screening import AT_ONCE_SECONDS, judged, read


def check(*, cameo_ids: Sequence[UUID], prompt: str, by: User) -> Decision:
    """What submitting would answer now. Spends nothing; counts what was refused as submit does.

    Raises DomainError: 403 by standing, 429 while cooling off, 422 `input_moderation` for words
    that the policy refuses whoever is in them; ScreenerAway.
    """
    if refusal := asking_refusal(by):
        raise refusal
    words = _read(_accepted(prompt), by)
    if words.judgement.effect == Effect.REFUSE:
        _count_words(words, by)
        raise DomainError(
            ErrorCode.INPUT_MODERATION, _("The prompt is against our rules."), attr="prompt"
        )
    decision = decide(cameo_ids=cameo_ids, requester=by, words=words)
    with transaction.atomic():
        note_answers(decision, prompt=words.prompt, by=by)
    return decision


def note_answers(decision: Decision, *, prompt: str, by: User) -> None:
    """Audit what was asked, and count refusals towards cooling off: trying words or people until
    something gives is probing. In the caller's transaction; locks the row of `by`."""
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
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
    subjects = [str(one.cameo_id) for one in decision.subjects]
    note_refusal(
        person_id=by.pk,
        origin=origin_of_request("cameo", str(by.pk), *sorted(subjects), prompt),
        surface=Surface.PROMPT,
        words=prompt,
        category=Category.LIKENESS,
        blocked=[Category.LIKENESS],
    )
    weigh(person)


def _read(prompt: str, by: User) -> Read:
    evidence = read([(Surface.PROMPT, prompt)], seconds=AT_ONCE_SECONDS)
    audience = _audience(by)
    judgement = strictly(
        judged(evidence, audience=audience),
        evidence,
        suspicions=suspicions_about(prompt, person_id=by.pk),
        audience=audience,
    )
    return Read(prompt, [prompt], evidence, judgement)


def _audience(by: User) -> Audience:
    return Audience(under_18=not by.is_adult, likeness=True)


def _count_words(words: Read, by: User) -> None:
    audience = _audience(by)
    if words.judgement.depicts_minor:
        audience = audience.with_minor()
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

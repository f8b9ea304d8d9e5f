"""What a character may be called: judged at once, as a prompt and as a profile is."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cameos.characters.limits import NAME_CHARACTERS
from cameos.intake.audience import audience_of
from lib.errors import DomainError, ErrorCode
from lib.plain_text import has_unusable, is_invisible, normalised
from moderation.categories import Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.services.cooling import weigh
from moderation.services.refusals import blocked_in, note_refusal, origin_of_request
from moderation.services.screening import AT_ONCE_SECONDS, judged, read

SURFACES = (Surface.PROMPT, Surface.PROFILE)


def accepted_name(name: str, *, by: User) -> str:
    """In NFC. Raises DomainError `invalid_characters`, `blank`, `max_length`; `input_moderation`
    for what the policy refuses or cannot decide: public figures, other people's characters,
    whatever else; ScreenerAway. A refusal counts."""
    words = _shaped(name)
    audience = audience_of(by)
    evidence = read([(surface, words) for surface in SURFACES], seconds=AT_ONCE_SECONDS)
    judgement = judged(evidence, audience=audience)
    if judgement.effect == Effect.PASS:
        return words
    if judgement.effect == Effect.REFUSE:
        _count(words, evidence, judgement, audience, by)
    raise DomainError(
        ErrorCode.INPUT_MODERATION, _("A character cannot be called that."), attr="name"
    )


def _shaped(name: str) -> str:
    words = normalised(name).strip()
    if has_unusable(words):
        raise DomainError(
            ErrorCode.INVALID_CHARACTERS, _("This holds unusable characters."), attr="name"
        )
    if is_invisible(words):
        raise DomainError(ErrorCode.BLANK, _("A character has a name."), attr="name")
    if len(words) > NAME_CHARACTERS:
        raise DomainError(ErrorCode.MAX_LENGTH, _("This name is too long."), attr="name")
    return words


def _count(
    words: str, evidence: list[Evidence], judgement: Judgement, audience: Audience, by: User
) -> None:
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        note_refusal(
            person_id=by.pk,
            origin=origin_of_request("character", str(by.pk), words),
            surface=Surface.PROMPT,
            words=words,
            category=judgement.category or "",
            blocked=blocked_in(evidence, audience),
        )
        weigh(person)

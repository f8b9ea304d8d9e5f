"""How an owner likes to look: judged when it is saved and again in whoever's prompt it joins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.models import Cameo, CameoPermission
from cameos.permissions.preferences import phrase_of
from cameos.services.permitting import locked_permission, save
from inbox.services import notify
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.categories import Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Judgement
from moderation.services.screening import AT_ONCE_SECONDS, judged, read

SCREENER = Actor.system("screener")


@dataclass(frozen=True, slots=True)
class Combined:
    """A prompt with what its subjects prefer; `by` are the cameos that added something."""

    plain: str
    text: str
    by: tuple[UUID, ...]


def save_preferences(
    *, cameo: Cameo, by: User, version: int, attributes: Mapping[str, str]
) -> CameoPermission:
    """Set how the likeness is dressed; what paused before holds again.

    Asks the screener first, outside any transaction. Raises DomainError `input_moderation` for a
    combination that the policy does not pass, `precondition_failed`; ScreenerAway.
    """
    phrase = phrase_of(attributes)
    if phrase and not _passes(phrase, by):
        raise DomainError(ErrorCode.INPUT_MODERATION, _("This combination is against our rules."))
    with transaction.atomic():
        row = locked_permission(cameo, version=version)
        save(row, {"preferences": dict(attributes), "preferences_paused_at": None})
        record(
            "cameos.preferences.saved",
            actor=Actor.person(by.pk),
            target=cameo.public_id,
            attributes=",".join(sorted(attributes)),
        )
    return row


def combined(prompt: str, cameos: Sequence[Cameo]) -> Combined:
    """What the engine would be given, and the screener before it."""
    rows = {
        row.cameo_id: row
        for row in CameoPermission.objects.filter(cameo__in=cameos, preferences_paused_at=None)
    }
    added = [
        (cameo.pk, f"@{cameo.owner.handle} {phrase}.")
        for cameo in cameos
        if (row := rows.get(cameo.pk)) and (phrase := phrase_of(row.preferences))
    ]
    text = "\n".join([prompt, *(line for _, line in added)])
    return Combined(prompt, text, tuple(key for key, _ in added))


def chosen_text(prompt: Combined, *, plain: Judgement, whole: Judgement) -> str:
    """The words for the engine, given what was judged of the prompt alone and of both together.
    What the preferences made worse is not its author's fault: it goes on without them."""
    return prompt.text if whole.effect == plain.effect else prompt.plain


def blocks(*, plain: Judgement, whole: Judgement) -> bool:
    """Whether preferences alone made it a block: then they are paused."""
    return whole.effect == Effect.REFUSE and plain.effect != Effect.REFUSE


def pause_preferences(cameo_ids: Iterable[UUID]) -> None:
    """Until their owners save them anew; locks the cameos in order. Said twice, nothing changes."""
    with transaction.atomic():
        for cameo_id in sorted(cameo_ids):
            _pause(cameo_id)


def _pause(cameo_id: UUID) -> None:
    cameo = Cameo.objects.get(pk=cameo_id)
    row = locked_permission(cameo)
    if row.preferences_paused_at is not None:
        return
    save(row, {"preferences_paused_at": timezone.now()})
    record("cameos.preferences.paused", actor=SCREENER, target=cameo.public_id)
    notify(
        person_id=cameo.owner_id,
        type="cameo.preferences_paused",
        data={"cameo": cameo.public_id},
        about=cameo.pk,
    )


def _passes(phrase: str, owner: User) -> bool:
    evidence = read([(Surface.PROMPT, f"Somebody {phrase}.")], seconds=AT_ONCE_SECONDS)
    audience = Audience(under_18=not owner.is_adult, likeness=True)
    return judged(evidence, audience=audience).effect == Effect.PASS

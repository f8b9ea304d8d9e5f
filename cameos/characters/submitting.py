"""Sending the clip of a character in, once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos import tasks
from cameos.characters.states import CharacterState
from cameos.models import Cameo, Character
from cameos.services.eligibility import asking_refusal
from cameos.states import CameoState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.outbox.services import enqueue
from lib.signed_media import exists
from lib.states import advance

SENT = "a clip was sent in"


def submit(*, character: Character, by: User) -> Character:
    """Have it looked at. Raises DomainError `recording_missing`, `already_finished`, `gone`, or why
    `by` may not; StaleState for the slower of two."""
    if refusal := asking_refusal(by) or submit_refusal(character):
        raise refusal
    actor = Actor.person(by.pk)
    with transaction.atomic():
        cameo = Cameo.objects.select_for_update(no_key=True).get(pk=character.pk)
        advance(
            character, to=CharacterState.PENDING, actor=actor, reason=SENT,
            submitted_at=timezone.now(),
        )  # fmt: skip
        advance(cameo, to=CameoState.VERIFICATION_PENDING, actor=actor, reason=SENT)
        record("cameos.character.submitted", actor=actor, target=character.public_id)
        enqueue(tasks.look_at_character, character.pk)
    return character


def submit_refusal(character: Character) -> DomainError | None:
    """Why it is not looked at."""
    # Each clip is sent in once.
    if character.state != CharacterState.AWAITING_CLIP:
        return DomainError(ErrorCode.ALREADY_FINISHED, _("This was sent in before."))
    # Its address lives for minutes.
    if character.expires_at <= timezone.now():
        return DomainError(ErrorCode.GONE, _("The time to send it ran out. Begin again."))
    # Nothing came there.
    if not exists(character.upload_key):
        return DomainError(ErrorCode.RECORDING_MISSING, _("Send the clip to its address first."))
    return None

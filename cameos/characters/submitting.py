"""Sending the clip of a character in, once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos import tasks
from cameos.characters.states import CharacterState
from cameos.intake.submitting import submit_refusal
from cameos.models import Cameo, Character
from cameos.services.eligibility import asking_refusal
from cameos.states import CameoState
from lib.actors import Actor
from lib.errors import DomainError
from lib.outbox.services import enqueue
from lib.states import advance

SENT = "a clip was sent in"


def submit(*, character: Character, by: User) -> Character:
    """Have it looked at. Raises DomainError `recording_missing`, `already_finished`, `gone`, or why
    `by` may not; StaleState for the slower of two."""
    if refusal := asking_refusal(by) or _refusal(character):
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


def _refusal(character: Character) -> DomainError | None:
    missing = _("Send the clip to its address first.")
    return submit_refusal(character, awaiting=CharacterState.AWAITING_CLIP, missing=missing)

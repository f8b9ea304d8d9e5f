"""Every way in which a character ends takes its name, its files and its cameo with it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos import tasks
from cameos.characters.states import CharacterState, Problem
from cameos.intake.counting import count_person_found
from cameos.models import Cameo, Character
from cameos.services.erasing import request_erasure
from inbox.services import notify
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.states import advance
from moderation.services.reviews import lapse


def refuse(*, character: Character, problems: Sequence[str], actor: Actor) -> None:
    """Its owner reads the codes. A human being is a refusal that counts towards cooling off: who
    tries faces as things is probing. Raises StaleState."""
    with transaction.atomic():
        row = _locked(character)
        _end(row, CharacterState.REFUSED, actor, "refused", problems=list(problems))
        if Problem.HUMAN_LIKENESS_BLOCKED in problems:
            count_person_found(sender=row.owner_id, subject=row.public_id, what="character clip")
        record(
            "cameos.character.refused", actor=actor, target=row.public_id,
            problems=",".join(problems),
        )  # fmt: skip
        notify(
            person_id=row.owner_id, type="character.refused", data={"cameo": row.public_id},
            about=row.pk,
        )  # fmt: skip


def remove(*, character: Character, actor: Actor) -> None:
    """Its owner wants it gone; said twice, nothing changes."""
    with transaction.atomic():
        row = _locked(character)
        if row.state in row.state_graph.terminal:
            return
        _end(row, CharacterState.REMOVED, actor, "removed")
        record("cameos.character.removed", actor=actor, target=row.public_id)


def expire(*, character: Character, actor: Actor) -> None:
    """Nothing was sent in time. Raises StaleState where something was."""
    with transaction.atomic():
        _end(_locked(character), CharacterState.EXPIRED, actor, "nothing was sent")


def _locked(character: Character) -> Character:
    Cameo.objects.select_for_update(no_key=True).get(pk=character.pk)  # before what hangs on it
    return Character.objects.select_for_update(no_key=True).get(pk=character.pk)


def _end(row: Character, to: CharacterState, actor: Actor, reason: str, **changes: Any) -> None:
    now = timezone.now()
    advance(row, to=to, actor=actor, reason=reason, ended_at=now, name=None, **changes)
    request_erasure(cameo=row.cameo, actor=actor, reason=f"the character is {to.value}")
    lapse(row.public_id, actor=actor)
    enqueue(tasks.tidy_character, row.pk)

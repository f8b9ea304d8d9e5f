"""What was looked at goes on to the vault, or waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cameos import tasks
from cameos.characters.selecting import unseen
from cameos.characters.states import CharacterState
from cameos.intake.settling import ask, note
from lib.outbox.services import enqueue
from lib.signed_media import burn
from lib.states import advance

if TYPE_CHECKING:
    from cameos.characters.preparing import PreparedClip
    from cameos.models import Character
    from lib.actors import Actor

STAGE = "character"


def pass_on(row: Character, found: PreparedClip, *, actor: Actor) -> None:
    """To the likeness process, which seals it. Others may use it once a person has looked: the gate
    cannot see everybody. Raises StaleState."""
    with transaction.atomic():
        _note(row, found)
        ask(row, found, stage=STAGE, actor=actor)
        enqueue(tasks.keep_character, row.pk)
    burn(row.upload_key)


def hold(row: Character, found: PreparedClip, *, actor: Actor) -> None:
    """Nobody uses it before a person has decided. Raises StaleState."""
    with transaction.atomic():
        _note(row, found)
        advance(row, to=CharacterState.HELD, actor=actor, reason="a person has to look")
        ask(row, found, stage=STAGE, actor=actor)
    burn(row.upload_key)


def _note(row: Character, found: PreparedClip) -> None:
    note(row, found, unseen=unseen(), stage=STAGE, sheet_key=found.sheet_key)

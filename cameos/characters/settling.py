"""What was looked at goes on to the vault, or waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cameos import tasks
from cameos.characters.moderating import STAGE
from cameos.characters.states import CharacterState
from cameos.models import Character
from lib.errors import StaleState
from lib.outbox.services import enqueue
from lib.signed_media import burn
from lib.states import advance
from moderation.categories import Category
from moderation.models import Cause
from moderation.services.reviews import open_review

if TYPE_CHECKING:
    from cameos.characters.preparing import Prepared
    from lib.actors import Actor


def pass_on(row: Character, found: Prepared, *, actor: Actor) -> None:
    """To the likeness process, which seals it. Others may use it once a person has looked: the gate
    cannot see everybody. Raises StaleState."""
    with transaction.atomic():
        _note(row, found)
        _ask(row, found, actor)
        enqueue(tasks.keep_character, row.pk)
    burn(row.upload_key)


def hold(row: Character, found: Prepared, *, actor: Actor) -> None:
    """Nobody uses it before a person has decided. Raises StaleState."""
    with transaction.atomic():
        _note(row, found)
        advance(row, to=CharacterState.HELD, actor=actor, reason="a person has to look")
        _ask(row, found, actor)
    burn(row.upload_key)


def _note(row: Character, found: Prepared) -> None:
    """Fenced by the lease: nobody else took it, nobody ended it."""
    mine = Character.objects.filter(
        pk=row.pk, state=CharacterState.PENDING, leased_until=row.leased_until, kept_key=""
    )
    kept = {
        "kept_key": found.film_key,
        "kept_digest": found.digest,
        "sheet_key": found.sheet_key,
    }
    if not mine.update(**kept, leased_until=None):
        raise StaleState
    if found.opinion is not None:
        found.opinion.keep(row.public_id, row.owner)


def _ask(row: Character, found: Prepared, actor: Actor) -> None:
    open_review(
        subject=row.public_id,
        person_id=row.owner_id,
        stage=STAGE,
        category=found.judgement.category or Category.LIKENESS,
        cause=Cause.POLICY,
        actor=actor,
    )

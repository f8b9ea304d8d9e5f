"""What a clock repairs: targets that ran out, lost messages, questions that nobody answered."""

from django.db import transaction
from django.utils import timezone

from cameos import tasks
from cameos.characters import limits
from cameos.characters.ending import expire, refuse
from cameos.characters.states import CharacterState, Problem
from cameos.characters.tidying import files_of
from cameos.intake.limits import HELD_AT_MOST
from cameos.intake.sweeping import ask_again, free, late, remove_left_over
from cameos.models import Character
from lib.actors import Actor
from lib.repairs import repair_each

SWEEPER = Actor.system("sweeper")


def sweep() -> None:
    """Safe to run at any time and twice at once."""
    now = timezone.now()
    rows = Character.objects.all()
    awaiting = rows.filter(state=CharacterState.AWAITING_CLIP, expires_at__lte=now)
    repair_each(awaiting, lambda row: expire(character=row, actor=SWEEPER), by="expires_at")
    held = rows.filter(state=CharacterState.HELD, submitted_at__lt=now - HELD_AT_MOST)
    repair_each(held, _give_up, by="submitted_at")
    _ask_again()
    remove_left_over(limits.KEPT_PREFIX, named=_named())


def uploads_in_use() -> set[str]:
    """What still waits to be looked at."""
    states = (CharacterState.AWAITING_CLIP, CharacterState.PENDING)
    return set(Character.objects.filter(state__in=states).values_list("upload_key", flat=True))


def _give_up(row: Character) -> None:
    refuse(character=row, problems=[Problem.NOT_CONFIRMED], actor=SWEEPER)


def _ask_again() -> None:
    pending = late(Character.objects.filter(state=CharacterState.PENDING), by="submitted_at")
    untidied = late(Character.objects.filter(tidied_at=None), by="ended_at")
    with transaction.atomic():
        ask_again(untidied, tasks.tidy_character)
        ask_again(free(pending.filter(kept_key="")), tasks.look_at_character)
        ask_again(pending.exclude(kept_key=""), tasks.keep_character)


def _named() -> set[str]:
    rows = Character.objects.exclude(kept_key="", sheet_key="")
    return {key for row in rows for key in files_of(row)}

"""What a clock repairs: targets that ran out, lost messages, questions that nobody answered."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cameos import tasks
from cameos.characters import limits
from cameos.characters.ending import expire, refuse
from cameos.characters.states import CharacterState, Problem
from cameos.characters.tidying import files_of
from cameos.models import Character
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.repairs import repair_each

SWEEPER = Actor.system("sweeper")
LEFT_OVER_AFTER = timedelta(hours=1)  # longer than any worker has files that no row names yet


def sweep() -> None:
    """Safe to run at any time and twice at once."""
    now = timezone.now()
    rows = Character.objects.all()
    awaiting = rows.filter(state=CharacterState.AWAITING_CLIP, expires_at__lte=now)
    repair_each(awaiting, lambda row: expire(character=row, actor=SWEEPER), by="expires_at")
    held = rows.filter(state=CharacterState.HELD, submitted_at__lt=now - limits.HELD_AT_MOST)
    repair_each(held, _give_up, by="submitted_at")
    _ask_again()
    _remove_left_over()


def uploads_in_use() -> set[str]:
    """What still waits to be looked at."""
    states = (CharacterState.AWAITING_CLIP, CharacterState.PENDING)
    return set(Character.objects.filter(state__in=states).values_list("upload_key", flat=True))


def _give_up(row: Character) -> None:
    refuse(character=row, problems=[Problem.NOT_CONFIRMED], actor=SWEEPER)


def _ask_again() -> None:
    now = timezone.now()
    late = now - limits.ASKED_AGAIN_AFTER
    waiting = Character.objects.filter(state=CharacterState.PENDING, submitted_at__lt=late)
    unseen = waiting.filter(kept_key="").exclude(leased_until__gt=now)
    untidied = Character.objects.filter(ended_at__lt=late, tidied_at=None)
    with transaction.atomic():
        for key in untidied.values_list("pk", flat=True):
            enqueue(tasks.tidy_character, key)
        for key in unseen.values_list("pk", flat=True):
            enqueue(tasks.look_at_character, key)
        for key in waiting.exclude(kept_key="").values_list("pk", flat=True):
            enqueue(tasks.keep_character, key)


def _remove_left_over() -> None:
    """Pictures that a killed worker made and no row names."""
    base = Path(settings.MEDIA_DIR).resolve()
    named = {
        key for row in Character.objects.exclude(kept_key="", sheet_key="") for key in files_of(row)
    }
    before = (timezone.now() - LEFT_OVER_AFTER).timestamp()
    for path in (base / limits.KEPT_PREFIX).rglob("*.*"):
        key = str(path.relative_to(base))
        if key not in named and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)

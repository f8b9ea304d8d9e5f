"""What a process that was killed between two steps left behind."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from cameos.models import CameoKey
from cameos.vault.clips import folders
from cameos.vault.process import require_likeness
from cameos.vault.recording import erase_recording
from lib.actors import Actor
from lib.signed_media import changed_at, delete_below

AFTER = timedelta(hours=1)  # a recording is sealed within minutes


def remove_leftovers() -> int:
    """Recordings that never came to hold anything, and folders of recordings that are gone."""
    require_likeness()
    return _empty_recordings() + _folders_of_nothing()


def _empty_recordings() -> int:
    begun = CameoKey.objects.filter(made_at__lt=timezone.now() - AFTER)
    empty = list(begun.filter(templates=None, clips=None).values_list("pk", flat=True))
    for key_id in empty:
        erase_recording(key_id, actor=Actor.system("sweeper"))
    return len(empty)


def _folders_of_nothing() -> int:
    known = set(CameoKey.objects.values_list("pk", flat=True))
    before = timezone.now() - AFTER
    old = [one for one in folders() if _is_of_nothing(one, known, before)]
    for one in old:
        with suppress(OSError):  # the next sweep finds it again
            delete_below(one)
    return len(old)


def _is_of_nothing(folder: str, known: set[UUID], before: datetime) -> bool:
    """What an operator or a file system put there is none of ours."""
    try:
        if UUID(hex=folder.rpartition("/")[2]) in known:
            return False
    except ValueError:
        return False
    changed = changed_at(folder)
    return changed is not None and changed < before

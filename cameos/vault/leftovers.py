"""What a process that was killed between two steps left behind."""

import shutil
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from cameos.models import CameoKey
from cameos.vault.clips import folders
from cameos.vault.process import require_likeness
from cameos.vault.recording import erase_recording
from lib.actors import Actor

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
    before = time.time() - AFTER.total_seconds()
    old = [path for path in folders() if _is_of_nothing(path, known, before)]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _is_of_nothing(path: Path, known: set[UUID], before: float) -> bool:
    """What an operator or a file system put there is none of ours; what is gone needs nothing."""
    try:
        return UUID(hex=path.name) not in known and path.stat().st_mtime < before
    except (ValueError, FileNotFoundError):
        return False

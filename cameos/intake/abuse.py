from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from cameos.intake.evidence import is_kept, set_aside
from lib.errors import StaleState

if TYPE_CHECKING:
    from cameos.intake.prepared import Prepared
    from cameos.models import Character, ReferenceImage


@contextmanager
def abuse_kept(row: Character | ReferenceImage, found: Prepared, *, stage: str) -> Iterator[None]:
    """Around what becomes of a file: where child abuse was found it is set aside first, and all is
    written down also where its sender took it back meanwhile."""
    evident = found.finds_abuse(row)
    if evident:
        found.evidence = set_aside(row, made=found.key)
    try:
        yield
    except StaleState:
        if evident and not is_kept(row):
            with transaction.atomic():
                found.write_down(row, stage=stage)
        raise

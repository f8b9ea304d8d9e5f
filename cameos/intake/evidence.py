"""A file in which child abuse is found goes to quarantine as it came, before anything else becomes
of it: whoever sent it changes nothing about that, by taking it back, leaving or waiting."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from audit.services import record
from cameos.intake.limits import EVIDENCE_KEPT_FOR, EVIDENCE_PREFIX
from cameos.intake.sweeping import remove_left_over
from cameos.models import SentEvidence
from lib.actors import Actor
from lib.ids import IdKind
from lib.repairs import repair_each
from lib.signed_media import copy, delete, new_key, opened
from moderation.services.reviews import open_subjects

if TYPE_CHECKING:
    from cameos.intake.sent import Sent

KEEPER = Actor.system("keeper")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A copy in quarantine, and the SHA-256 of it."""

    key: str
    sha256: str


def set_aside(row: Sent, *, made: str) -> SetAside | None:
    """Copy it, before any transaction; a copy that no row names is swept. `made`: the key of what
    was made of it, for where its sender had it erased meanwhile. None where nothing is left."""
    for source in filter(None, (row.upload_key, made)):
        # Its sender may erase it at any instant: what counts is whether the copy was made.
        with suppress(FileNotFoundError):
            return _copied(source)
    return None


def _copied(source: str) -> SetAside:
    key = new_key(EVIDENCE_PREFIX, f".{source.rpartition('.')[2]}")
    copy(source, key)
    with opened(key) as file:
        # An opened object reads into buffers too, which its type does not say.
        return SetAside(key, hashlib.file_digest(file, "sha256").hexdigest())  # type: ignore[arg-type]


def claim(row: Sent, kept: SetAside) -> None:
    """In the caller's transaction. Whoever looks at it again finds it kept."""
    _, made = SentEvidence.objects.get_or_create(
        subject=row.public_id,
        defaults={"person_id": row.owner_id, "storage_key": kept.key, "sha256": kept.sha256},
    )
    if made:
        record("cameos.intake.evidence_kept", actor=KEEPER, target=row.public_id)


def is_kept(row: Sent) -> bool:
    """Whether somebody wrote it down before."""
    return SentEvidence.objects.filter(subject=row.public_id).exists()


def forget_evidence() -> int:
    """What was kept for its time and about which nobody is asked. Returns how many."""
    asked = [*open_subjects(IdKind.CAMEO), *open_subjects(IdKind.REFERENCE_IMAGE)]
    old = SentEvidence.objects.filter(at__lt=timezone.now() - EVIDENCE_KEPT_FOR)
    gone = repair_each(old.exclude(subject__in=asked), _forget, by="at")
    named = set(SentEvidence.objects.values_list("storage_key", flat=True))
    remove_left_over(EVIDENCE_PREFIX, named=named)
    return gone


def _forget(row: SentEvidence) -> None:
    delete(row.storage_key)
    if SentEvidence.objects.filter(pk=row.pk).delete()[0]:
        record("cameos.intake.evidence_removed", actor=KEEPER, target=row.subject)

"""A file that is known as child abuse (here: the picture of a kettle), whoever sends it in how."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from audit.models import AuditEvent
from cameos.models import SentEvidence
from lib.signed_media import storage_path
from moderation.categories import Category
from moderation.models import (
    BankAction,
    BankedHash,
    BankHit,
    EntryState,
    HashBank,
    HashKind,
    RefusedText,
    Scan,
    SourceKind,
)
from tests import roles
from tests.cameos.intake.steps import KETTLE

AREA = "quarantine/evidence"
CHILD = Category.CHILD_SAFETY


def banked(content: bytes = KETTLE, category: Category = CHILD) -> BankedHash:
    """By an exchange, in full effect."""
    bank = HashBank.objects.create(
        name="known", category=category, source_kind=SourceKind.EXCHANGE, action=BankAction.BLOCK
    )
    known = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return BankedHash.objects.create(
        bank=bank, kind=HashKind.MD5, hash=known, state=EntryState.ACTIVE, source="exchange"
    )


def kept() -> list[SentEvidence]:
    """By the rows, which the process that answers people may not read."""
    with roles.acting_as("worker"):
        return list(SentEvidence.objects.all())


def stored_evidence() -> list[Path]:
    return [path for path in (Path(settings.MEDIA_DIR) / AREA).rglob("*") if path.is_file()]


def assert_kept(public_id: str, person: Any, *, content: bytes = KETTLE, counted: bool) -> None:
    """Scan, finding, hit and bytes; and, where it was refused, that it counts as probing."""
    scan = Scan.objects.get(subject=public_id)
    assert scan.findings.filter(category=CHILD).exists()
    assert BankHit.objects.filter(subject=public_id).count() == 1
    (row,) = kept()
    assert (row.subject, row.person_id) == (public_id, person.pk)
    assert storage_path(row.storage_key).read_bytes() == content
    assert stored_evidence() == [storage_path(row.storage_key)]
    assert AuditEvent.objects.filter(
        target=public_id, action="cameos.intake.evidence_kept"
    ).exists()
    probing = RefusedText.objects.filter(person_id=person.pk, category=CHILD, points__gt=0)
    assert probing.exists() is counted


def assert_no_trace_of_evidence() -> None:
    assert (kept(), stored_evidence()) == ([], [])

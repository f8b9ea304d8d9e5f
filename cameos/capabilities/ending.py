"""Ending what runs under a consent, and raising the epoch under which all of it was given."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.services import record
from audit.tombstones.leaving import leave_tombstone
from cameos.capabilities.running import running
from cameos.events import ConsentRevoked, PermissionSevered
from cameos.ledger.facts import CapabilityWithdrawn, Revoked
from cameos.ledger.of_grants import why_told
from cameos.ledger.recording import record_consent, record_consents
from cameos.locking import take
from cameos.models import Cameo, Capability, Revocation
from cameos.models.revocations import HIDES_REMIXES, HIDES_SHOWN, RevocationScope
from lib.actors import Actor
from lib.events import publish

KEEPER = Actor.system("keeper")


def end_what_runs(event: PermissionSevered) -> None:
    """Hears that a permission ended: jobs under it stop at their next step. Finished videos stay
    what their owner decides about them."""
    rows = running(event.cameo_id)
    if event.person_id is not None:
        rows = rows.filter(requester_id=event.person_id)
    ended = [CapabilityWithdrawn(capability=one.public_id, why=why_told(event.why)) for one in rows]
    if ended:
        record_consents(cameo_id=event.cameo_id, facts=ended, actor=KEEPER)
    _end(rows, event.why)


def raise_epoch(
    *,
    cameo: Cameo,
    by: Actor,
    why: str,
    scope: str = RevocationScope.FUTURE_ONLY,
    counts: Mapping[str, int] | None = None,
) -> Cameo:
    """Withdraw every consent that was given so far, of finished videos too.

    Waits for uses that hold the cameo; whatever comes after finds another epoch. What becomes of
    the cameo itself is the caller's to say, in the same transaction; of what there is, `scope`
    says it, and from COMMIT on nobody sees what it hides. Writes one row of the cameo and those of
    jobs that run, however many videos there are. Returns the row as it is now.
    """
    with transaction.atomic():
        row = take(cameo.pk)
        through = row.epoch
        _raise(row, RevocationScope(scope))
        _end(running(row.pk), why)
        withdrawn = Revoked(epoch=row.epoch, scope=scope)
        record_consent(cameo_id=row.pk, fact=withdrawn, actor=by)
        leave_tombstone("consent", row.pk, fact=f"{through}:{scope}")
        record("cameos.consent.withdrawn", actor=by, target=row.public_id, epoch=row.epoch, why=why)
        owed = Revocation.objects.create(
            cameo_id=row.pk, scope=scope, through=through, counts=dict(counts or {})
        )
        publish(PermissionSevered(row.pk, None, why))
        publish(ConsentRevoked(row.pk, owed.pk, through, scope))
    return row


def _raise(row: Cameo, scope: RevocationScope) -> None:
    """What is hidden stays hidden, whatever a later scope says."""
    changes = {"epoch": row.epoch + 1}
    if scope in HIDES_SHOWN:
        changes["hidden_through"] = row.epoch
    if scope in HIDES_REMIXES:
        changes["remixes_hidden_through"] = row.epoch
    Cameo.objects.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)


def destroy_salts(cameo_id: UUID) -> int:
    """After an erasure: receipts in the world still stand in manifests, and prove nothing about
    anybody any more. Returns of how many."""
    return Capability.objects.filter(cameo_id=cameo_id, receipt_salt__isnull=False).update(
        receipt_salt=None
    )


def _end(rows: QuerySet[Capability], why: str) -> None:
    rows.update(ended_at=timezone.now(), ended_for=why)

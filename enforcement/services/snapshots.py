"""What is frozen of a thing in the transaction that stores its report (E7)."""

import json
from pathlib import PurePosixPath
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone
from django.utils.crypto import salted_hmac

from enforcement import tasks
from enforcement.child_safety import found_about
from enforcement.limits import (
    COPY_AGAIN_AFTER,
    SNAPSHOT_KEPT_AFTER_CASE,
    SNAPSHOT_KEPT_AT_MOST,
    VAULT_COPY_LASTS,
)
from enforcement.models import Case, Report, Snapshot, SnapshotFile, VaultedFile, VaultedReport
from enforcement.saying import Said
from enforcement.subjects.base import MediaRef, Seen, Target
from enforcement.subjects.registry import subject_of
from generation.models import AssetKind
from lib.outbox.services import enqueue
from lib.signed_media import new_key

REPORTED = "quarantine/reported"
CHILD_SAFETY = "quarantine/child-safety"


def seen_now(target: Target) -> Seen:
    """The thing as it stands, read in the caller's transaction."""
    return subject_of(target.kind).seen(target.key)


def state_of(kind: str, key: UUID) -> str:
    """The same of a thing as it stands, for whoever must know that it is what they saw."""
    return digest_of(subject_of(kind).seen(key))


def digest_of(seen: Seen) -> str:
    """Tells one state of a thing's words and films from another; keyed, for a stolen table must
    confirm no guess. Where its files lie and how it stands is not part of it."""
    files = sorted((one.role, one.sha256) for one in seen.media)
    said = json.dumps([dict(seen.texts), files], sort_keys=True, separators=(",", ":"))
    return salted_hmac("enforcement.snapshot", said, algorithm="sha256").hexdigest()


def take(case: Case, target: Target, seen: Seen) -> Snapshot:
    """Of this state of the thing, once in a case; its files are copied by a worker after COMMIT. Of
    what was found to be of child safety the film alone is, to the vault. The caller holds the
    case."""
    digest = digest_of(seen)
    there = Snapshot.objects.filter(case=case, digest=digest).first()
    if there is not None:
        return there
    now = timezone.now()
    snapshot = Snapshot.objects.create(
        case=case,
        subject_kind=target.kind,
        subject_id=target.key,
        owner_id=target.owner_id,
        seen={
            "texts": dict(seen.texts),
            "labels": dict(seen.labels),
            "permission": dict(seen.permission),
            "gone": target.gone,
        },
        digest=digest,
        taken_at=now,
        expires_at=now + SNAPSHOT_KEPT_AT_MOST,
    )
    found = found_about(target.kind, target.key) if seen.media else None
    for ref in seen.media:
        if found is None:
            row = SnapshotFile(snapshot=snapshot, **_of(ref, REPORTED))
            row.save(force_insert=True)
            enqueue(tasks.copy_reported_file, "snapshot", row.pk)
        elif ref.role == AssetKind.VIDEO:
            _put(ref, report_id=found.pk, case_id=found.pk)
    return snapshot


def vault(report: Report, said: Said | None, seen: Seen) -> None:
    """The words and the one film, where no page can read them; nothing that was derived from it,
    and no row of ours that says what it is but these two. `said` is None where the words are there
    already.

    However many report a film there is one copy of it in a case, and one more each VAULT_COPY_LASTS
    so that none ends soon after a report: its key says which, for this role cannot look.
    """
    if said is not None:
        words = {"text": said.text, "start_s": said.start_s, "end_s": said.end_s}
        VaultedReport(report_id=report.pk, said=words).save(force_insert=True)
    for ref in seen.media:
        if ref.role == AssetKind.VIDEO:
            _put(ref, report_id=report.pk, case_id=report.case_id)


def vaulted_from(file: SnapshotFile, key: UUID, case: Case, *, copied: bool) -> VaultedFile:
    """The row of the same file in the vault, for a case of child safety; made from the ordinary
    copy where that was `copied`."""
    source = file.key if copied else file.source_key
    ref = MediaRef(file.role, source, file.sha256, file.mime)
    return VaultedFile(id=key, report_id=case.pk, **_of(ref, CHILD_SAFETY))


def _put(ref: MediaRef, *, report_id: UUID, case_id: UUID | None) -> None:
    row = VaultedFile(id=_one_for(case_id, ref), report_id=report_id, **_of(ref, CHILD_SAFETY))
    VaultedFile.objects.bulk_create([row], ignore_conflicts=True)
    enqueue(tasks.copy_reported_file, "vault", row.pk)


def let_expire(case: Case) -> None:
    """Its case is decided, or closed without a decision: what was frozen ends after the time in
    which that can be looked at again, from now on, never later than it would have."""
    until = timezone.now() + SNAPSHOT_KEPT_AFTER_CASE
    Snapshot.objects.filter(case=case, expires_at__gt=until).update(expires_at=until)


def keep_for_appeal(case: Case) -> None:
    """What its decision was about stays while that is looked at anew, never longer than any."""
    for row in Snapshot.objects.filter(case=case):
        until = min(timezone.now() + SNAPSHOT_KEPT_AFTER_CASE, row.taken_at + SNAPSHOT_KEPT_AT_MOST)
        if until > row.expires_at:
            Snapshot.objects.filter(pk=row.pk).update(expires_at=until)


def _one_for(case_id: UUID | None, ref: MediaRef) -> UUID:
    span = int(timezone.now().timestamp() // VAULT_COPY_LASTS.total_seconds())
    return uuid5(NAMESPACE_OID, f"{case_id}:{ref.sha256}:{span}")


def _of(ref: MediaRef, prefix: str) -> dict[str, object]:
    return {
        "role": ref.role,
        "source_key": ref.storage_key,
        "key": new_key(prefix, PurePosixPath(ref.storage_key).suffix),
        "sha256": ref.sha256,
        "mime": ref.mime,
        "again_at": timezone.now() + COPY_AGAIN_AFTER,
    }

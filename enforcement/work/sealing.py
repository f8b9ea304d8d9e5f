"""What was copied into ordinary cases before somebody knew that it is of child safety (E15): the
film goes where its role alone leads, one copy of it, and all else is erased."""

from uuid import UUID, uuid5

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from enforcement.child_safety import found, same_film
from enforcement.models import (
    Case,
    CopyState,
    Report,
    ReportAttachment,
    SnapshotFile,
    VaultedFile,
)
from enforcement.services.snapshots import vaulted_from
from enforcement.work.attachments import erase_about
from enforcement.work.copying import copy_file
from feed.models import Post
from generation.models import AssetKind, Draft
from lib.signed_media import NOT_DONE, delete, exists

log = structlog.get_logger(__name__)


def seal(case_id: UUID) -> int:
    """Of what this case of child safety is about; pictures that came with ordinary reports of it
    are erased. Returns how many of both went. Safe to do again and to be killed in: a copy goes
    only once the vault has its film; what a store that is away keeps from it is left to the
    sweeper. What the vault has of it lasts as if it came now."""
    case = found().filter(pk=case_id).first()
    if case is None:
        return 0
    _begin_anew(case)
    about = same_film(case.subject_kind, case.subject_id, of="snapshot__")
    files = SnapshotFile.objects.filter(about, snapshot__case__diverted=False)
    films = files.filter(role=AssetKind.VIDEO)
    gone = _seal_each(case, films)
    if films.exists():
        return gone
    # What shows that there was a film goes last.
    return gone + _seal_each(case, files) + erase_about(case)


def seal_left() -> int:
    """Whatever is left of any. Returns how many copies went."""
    return sum(seal(key) for key in list(_left().values_list("pk", flat=True)))


def _left() -> QuerySet[Case]:
    """Of what was found those of whose film, or thing, an ordinary copy is left, or a picture that
    came with a report. Same films have the same owner, by whom snapshots are indexed."""
    by_draft = Draft.objects.filter(pk=OuterRef("subject_id")).values("job")
    by_post = Post.objects.filter(pk=OuterRef("subject_id")).values("draft__job")
    copies = SnapshotFile.objects.filter(_shows("snapshot"), snapshot__case__diverted=False)
    sent = ReportAttachment.objects.filter(_shows("report"))
    films = found().annotate(film=Coalesce(Subquery(by_draft), Subquery(by_post)))
    return films.filter(Exists(copies) | Exists(sent))


def _shows(of: str) -> Q:
    """Of rows with a thing and its owner behind `of`: those of an outer case with a `film`."""
    film = OuterRef(OuterRef("film"))
    drafts, posts = Draft.objects.filter(job=film), Post.objects.filter(draft__job=film)
    same = Q(**{f"{of}__subject_id": OuterRef("subject_id")})
    same |= Q(**{f"{of}__subject_id__in": drafts.values("pk")})
    same |= Q(**{f"{of}__subject_id__in": posts.values("pk")})
    return same & Q(**{f"{of}__owner_id": OuterRef("owner_id")})


def _begin_anew(case: Case) -> None:
    """Of each film that was reported as child safety one copy."""
    cases = Case.objects.filter(same_film(case.subject_kind, case.subject_id), diverted=True)
    of_reports = Q(report_id__in=Report.objects.filter(case__in=cases).values("pk"))
    rows = VaultedFile.objects.filter(of_reports | Q(report_id__in=cases.values("pk")))
    try:
        for sha256, role in set(rows.values_list("sha256", "role")):
            _renewed(VaultedFile.objects.filter(sha256=sha256, role=role))
    except NOT_DONE as error:
        log.warning("vault_not_asked", error=type(error).__name__)


def _seal_each(case: Case, files: QuerySet[SnapshotFile]) -> int:
    keys = files.order_by("again_at", "pk").values_list("pk", flat=True)
    return sum(_seal(case, key) for key in list(keys))


def _seal(case: Case, key: UUID) -> bool:
    row = SnapshotFile.objects.filter(pk=key).first()
    try:
        if row is None or (row.role == AssetKind.VIDEO and not _is_vaulted(case, row)):
            return False
        with transaction.atomic():
            rows = SnapshotFile.objects.select_for_update()
            mine = rows.filter(pk=key, copy_state=row.copy_state).first()
            if mine is None:
                return False
            delete(mine.key)
            mine.delete()
    except NOT_DONE as error:
        log.warning("copy_left_to_the_sweeper", error=type(error).__name__)
        return False
    return True


def _is_vaulted(case: Case, row: SnapshotFile) -> bool:
    """Whether the vault has this film from now on for its whole time, or nobody has it any more.
    Raises what a store that is away does."""
    same = VaultedFile.objects.filter(sha256=row.sha256, role=row.role)
    owed = same.filter(copy_state=CopyState.OWED)
    for key in list(owed.values_list("pk", flat=True)):
        copy_file(VaultedFile, key)
    if _renewed(same):
        return True
    if owed.exists():
        return False
    copied = row.copy_state == CopyState.COPIED
    # Of this very copy: that another was lost says nothing of it.
    mine = uuid5(row.pk, f"{case.pk}:{copied}")
    VaultedFile.objects.bulk_create(
        [vaulted_from(row, mine, case, copied=copied)], ignore_conflicts=True
    )
    copy_file(VaultedFile, mine)
    return _renewed(same) or same.filter(pk=mine, copy_state=CopyState.LOST).exists()


def _renewed(rows: QuerySet[VaultedFile]) -> bool:
    """Whether one of them is there; its time begins now. What `expire` deletes at this moment is
    waited for, and is none; what was renewed `expire` leaves."""
    copies = rows.filter(copy_state=CopyState.COPIED).order_by("-at", "pk")
    return any(
        VaultedFile.objects.filter(pk=pk).update(at=timezone.now()) and exists(key)
        for pk, key in list(copies.values_list("pk", "key"))
    )

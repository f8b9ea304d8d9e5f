"""The end of what was frozen: files first, so that a row always knows what is left to delete."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from enforcement.limits import CONTACT_KEPT, NOTICE_LASTS, REPORT_TEXT_KEPT, VAULT_KEPT
from enforcement.models import (
    Case,
    Contact,
    HeldFile,
    OpenNotice,
    Report,
    Snapshot,
    SnapshotFile,
    VaultedFile,
    VaultedReport,
)
from enforcement.states import UNDECIDED
from enforcement.subjects.kinds import SubjectKind
from feed.models import Post
from lib.repairs import repair_each
from lib.signed_media import delete


def expire() -> int:
    """Delete what is past its time. Returns how many snapshots and vaulted rows went."""
    now = timezone.now()
    snapshots = Snapshot.objects.filter(expires_at__lt=now)
    films = VaultedFile.objects.filter(at__lt=now - VAULT_KEPT)
    said = VaultedReport.objects.filter(at__lt=now - VAULT_KEPT)
    gone = repair_each(snapshots, _forget_snapshot, by="expires_at")
    return gone + repair_each(films, _forget_file, by="at") + said.delete()[0]


def forget_contacts() -> int:
    """Addresses and words of people without an account, once their time is over."""
    before = timezone.now() - CONTACT_KEPT
    old = Contact.objects.filter(confirmed_at__lt=before, address__isnull=False)
    keys = list(old.values_list("pk", flat=True))
    words: QuerySet[Report] = Report.objects.filter(contact__in=keys, text__isnull=False)
    words.update(text=None)
    return old.filter(pk__in=keys).update(address=None, name=None)  # not who came back since


def forget_notices() -> int:
    """What nobody confirmed in time, with what it said of child safety; and, once addresses go too,
    what was said of nothing. Returns how many rows went."""
    now = timezone.now()
    unconfirmed = Q(confirmed_at=None, sent_at__lt=now - NOTICE_LASTS)
    of_nothing = Q(confirmed_at__lt=now - CONTACT_KEPT)
    gone = OpenNotice.objects.filter(unconfirmed | of_nothing).delete()[0]
    key = OuterRef("report_id")
    stands = Exists(Report.objects.filter(pk=key)) | Exists(OpenNotice.objects.filter(pk=key))
    unsaid = VaultedReport.objects.filter(~stands, at__lt=now - NOTICE_LASTS)
    return gone + unsaid.delete()[0]


def forget_words() -> int:
    """Of reports that are past their time, but while somebody is still to decide. Returns how
    many."""
    before = timezone.now() - REPORT_TEXT_KEPT
    old = Report.objects.filter(created_at__lt=before, text__isnull=False)
    undecided = Case.objects.filter(state__in=sorted(UNDECIDED)).values("pk")
    return old.exclude(case__in=undecided).update(text=None)


def forget_film(draft_id: UUID) -> int:
    """The copies of a film in which somebody withdrew their consent. Returns how many went. Safe to
    do again; a copy that is still owed is never made."""
    posts = Post.objects.filter(draft_id=draft_id).values("pk")
    of_draft = Q(snapshot__subject_kind=SubjectKind.DRAFT, snapshot__subject_id=draft_id)
    of_posts = Q(snapshot__subject_kind=SubjectKind.POST, snapshot__subject_id__in=posts)
    files = SnapshotFile.objects.filter(of_draft | of_posts)
    return repair_each(files, _forget_file, by="again_at")


def _forget_snapshot(snapshot: Snapshot) -> None:
    for file in snapshot.files.all():
        _forget_file(file)
    snapshot.delete()


def _forget_file(file: HeldFile) -> None:
    delete(file.key)
    file.delete()

"""The end of what was frozen: files first, so that a row always knows what is left to delete."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cameos.models import Capability
from cameos.reading import consent_lost
from enforcement.appeal_rules import window
from enforcement.limits import (
    CONTACT_KEPT,
    NOTICE_LASTS,
    REPORT_TEXT_KEPT,
    VAULT_KEPT,
    VAULT_SAID_KEPT_AT_MOST,
)
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
from enforcement.reasons import FILMS
from enforcement.services.withdrawn import unkept
from enforcement.states import UNDECIDED, CaseState
from enforcement.subjects.kinds import SubjectKind
from enforcement.work import attachments
from feed.models import Post
from lib.repairs import BATCH, repair_each
from lib.signed_media import delete


def expire() -> int:
    """Delete what is past its time, and what is left of films in which somebody withdrew. Returns
    how many snapshots, attachments, vaulted rows and copies went."""
    now = timezone.now()
    snapshots = Snapshot.objects.filter(expires_at__lt=now)
    films = VaultedFile.objects.filter(at__lt=now - VAULT_KEPT)
    said = _said_over(now)
    gone = repair_each(snapshots, _forget_snapshot, by="expires_at")
    gone += attachments.expire(now)
    gone += repair_each(films, _forget_file, by="at") + said.delete()[0]
    return gone + _forget_files(Snapshot.objects.all())


def _said_over(now: datetime) -> "QuerySet[VaultedReport]":
    """Words about child safety whose time is over. While somebody is still to decide about them, or
    what was decided can be looked at anew, they are what that rests on; VAULT_KEPT runs from the
    end of that on. Never longer than VAULT_SAID_KEPT_AT_MOST."""
    report = Report.objects.filter(pk=OuterRef("report_id"))
    since = now - VAULT_KEPT
    decided = Q(case__decisions__at__gt=since - window()) | Q(case__decided_at__gt=since - window())
    open_still = Q(case__state__in=sorted({*UNDECIDED, CaseState.UNDER_APPEAL}))
    needed = Exists(report.filter(open_still | decided | Q(case__closed_at__gt=since)))
    past = VaultedReport.objects.filter(at__lt=since)
    return past.filter(~needed | Q(at__lt=now - VAULT_SAID_KEPT_AT_MOST))


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
    """The copies of a film in which somebody withdrew their consent, but those that a claim still
    needs. Returns how many went. Safe to do again; a copy that is still owed is made only where it
    would be kept."""
    posts = Post.objects.filter(draft=draft_id).values("pk")
    of_draft = Q(case__subject_kind=SubjectKind.DRAFT, case__subject_id=draft_id)
    of_posts = Q(case__subject_kind=SubjectKind.POST, case__subject_id__in=posts)
    return _forget_files(Snapshot.objects.filter(of_draft | of_posts))


def forget_films_of(cameo_id: UUID) -> int:
    """The same of all films of a likeness: also those that were deleted, alone or with the account
    of their maker, or in which somebody else had withdrawn, before."""
    lost = Capability.objects.filter(consent_lost(), cameo_id=cameo_id, film_id__isnull=False)
    return _forget_files(Snapshot.objects.filter(owner_id__in=lost.values("requester_id")))


def forget_unclaimed(case_id: UUID) -> int:
    """The same of a case of which reports were set aside."""
    return _forget_files(Snapshot.objects.filter(case=case_id))


def _forget_files(snapshots: QuerySet[Snapshot]) -> int:
    """Of those whose consents are gone, as they say themselves: no row of their film need be
    left."""
    having = Exists(SnapshotFile.objects.filter(snapshot=OuterRef("pk")))
    films = snapshots.filter(having, subject_kind__in=FILMS).select_related("case")
    count, last = 0, None
    while batch := list((films.filter(pk__gt=last) if last else films).order_by("pk")[:BATCH]):
        files = SnapshotFile.objects.filter(snapshot__in=unkept(batch))
        count += repair_each(files, _forget_file, by="again_at")
        last = batch[-1].pk
    return count


def _forget_snapshot(snapshot: Snapshot) -> None:
    for file in snapshot.files.all():
        _forget_file(file)
    snapshot.delete()


def _forget_file(file: HeldFile) -> None:
    delete(file.key)
    file.delete()

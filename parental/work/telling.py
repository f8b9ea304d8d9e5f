"""What people are owed: an event once, then a mail at least once, with nothing of anybody in it."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from inbox.services import notify
from parental.bounds import NOTICES_KEPT
from parental.models import FamilyNotice

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)  # longer than a mail server may take (EMAIL_TIMEOUT)
LAST_ATTEMPT = 10  # two minutes apart, then four, eight …: a day and a half in all


def tell(notice_id: UUID) -> None:
    """Safe to do again; does nothing before its time, and nothing twice but a mail whose worker
    died between the mail server and the row."""
    _note(notice_id)
    now = timezone.now()
    mine = FamilyNotice.objects.filter(
        pk=notice_id, told_at__isnull=False, mailed_at=None, next_try_at__lte=now
    )
    row = FamilyNotice.objects.filter(pk=notice_id).first()
    if row is None or not mine.update(
        attempts=F("attempts") + 1, next_try_at=now + LEASE * 2**row.attempts
    ):
        return
    person = User.objects.filter(pk=row.person_id, deleted_at=None).first()
    if person is not None and person.email:
        _mail(row, to=person.email, is_teen=not person.is_adult)
    FamilyNotice.objects.filter(pk=notice_id).update(mailed_at=timezone.now())


def tell_due() -> int:
    """Whatever a lost message or a mail server that was away left owed. Returns how many."""
    now = timezone.now()
    owed = FamilyNotice.objects.filter(
        mailed_at=None, due_at__lte=now, next_try_at__lte=now, attempts__lt=LAST_ATTEMPT
    )
    return sum(map(_tried, owed.order_by("next_try_at").values_list("pk", flat=True)[:200]))


def forget_told() -> int:
    """Delete what was told a month ago, or could not be in that time. Returns how many."""
    return FamilyNotice.objects.filter(due_at__lt=timezone.now() - NOTICES_KEPT).delete()[0]


def _note(notice_id: UUID) -> None:
    with transaction.atomic():
        rows = FamilyNotice.objects.select_for_update()
        row = rows.filter(pk=notice_id, told_at=None, due_at__lte=timezone.now()).first()
        if row is not None:
            FamilyNotice.objects.filter(pk=row.pk).update(told_at=timezone.now())
            notify(person_id=row.person_id, type=row.kind, data=row.data)


def _mail(row: FamilyNotice, *, to: str, is_teen: bool) -> None:
    template = f"parental/mail/{row.kind.removeprefix('family.')}"
    shown = {"is_teen": is_teen}
    subject = " ".join(render_to_string(f"{template}_subject.txt", shown).split())
    send_mail(subject, render_to_string(f"{template}_message.txt", shown), None, [to])


def _tried(notice_id: UUID) -> bool:
    try:
        tell(notice_id)
    except Exception as error:  # noqa: BLE001 - one mail must not keep the others back
        log.warning("family_notice_failed", notice=str(notice_id), error=type(error).__name__)
        return False
    return True

"""What people are owed: an event once, then a mail at least once, with nothing of anybody in it.

One mail tells of all changes of limits of which somebody was not told by mail yet.
"""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from inbox.services import notify
from parental.bounds import NOTICES_KEPT
from parental.models import FamilyNotice
from parental.models.notices import MAILED_TOGETHER

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)  # longer than a mail server may take (EMAIL_TIMEOUT)
LAST_ATTEMPT = 10  # two minutes apart, then four, eight …: a day and a half in all


def tell(notice_id: UUID) -> None:
    """Safe to do again; does nothing before its time, and nothing twice but a mail whose worker
    died between the mail server and the row."""
    _note(notice_id)
    rows = _taken(notice_id)
    if not rows:
        return
    person = User.objects.filter(pk=rows[0].person_id, deleted_at=None).first()
    if person is not None and person.email:
        _mail(Counter(row.kind for row in rows), to=person.email, is_teen=not person.is_adult)
    taken = FamilyNotice.objects.filter(pk__in=[row.pk for row in rows])
    taken.update(mailed_at=timezone.now())


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


def _taken(notice_id: UUID) -> list[FamilyNotice]:
    """What the mail about this notice tells of, on lease: the notice, and what else is told with
    it, also where that would wait for more. Nothing where its mail waits, was sent, or is another
    worker's; who takes several takes them in one order."""
    now = timezone.now()
    with transaction.atomic():
        owed = FamilyNotice.objects.select_for_update().filter(
            told_at__isnull=False, mailed_at=None, attempts__lt=LAST_ATTEMPT
        )
        found = FamilyNotice.objects.filter(pk=notice_id).first()
        if found is None or found.next_try_at > now:
            return []
        free = Q(next_try_at__lte=now) | Q(attempts=0)
        with_it = Q(person_id=found.person_id, kind__in=MAILED_TOGETHER) & free
        mine = Q(pk=notice_id, next_try_at__lte=now)
        rows = list(
            owed.filter(mine | with_it if found.kind in MAILED_TOGETHER else mine).order_by("pk")
        )
        if notice_id not in {row.pk for row in rows}:
            return []
        for row in rows:
            FamilyNotice.objects.filter(pk=row.pk).update(
                attempts=F("attempts") + 1, next_try_at=now + LEASE * 2**row.attempts
            )
    return rows


def _mail(kinds: Counter[str], *, to: str, is_teen: bool) -> None:
    name = next(iter(kinds)).removeprefix("family.") if kinds.total() == 1 else "changes"
    template = f"parental/mail/{name}"
    shown = {"is_teen": is_teen, **{one.removeprefix("family."): kinds[one] for one in kinds}}
    subject = " ".join(render_to_string(f"{template}_subject.txt", shown).split())
    send_mail(subject, render_to_string(f"{template}_message.txt", shown), None, [to])


def _tried(notice_id: UUID) -> bool:
    try:
        tell(notice_id)
    except Exception as error:  # noqa: BLE001 - one mail must not keep the others back
        log.warning("family_notice_failed", notice=str(notice_id), error=type(error).__name__)
        return False
    return True

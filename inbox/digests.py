"""The daily mail for whoever chose it: how much is new, and nothing of what it is."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.apple.relay import is_relayed
from accounts.models import User
from accounts.safeguards.layers import effective
from inbox import notices, unsubscribing
from inbox.models import NotificationPreferences, PersonLog
from inbox.notices import NAMES, Category, Channel
from inbox.notifications import seen_by, visible_to
from inbox.preferences import preferences_of

log = structlog.get_logger(__name__)

EVENING = 18  # o'clock where they are; ours: after school and work, before most quiet hours
LEASE = timedelta(minutes=5)  # longer than a mail server may take (EMAIL_TIMEOUT)
LONGEST_PAUSE = 5  # doublings of the lease: two hours and a half


def sweep() -> int:
    """A message for each person whose digest is due, who waited longest first. Returns how many."""
    from inbox import tasks

    now = timezone.now()
    waiting = _free(NotificationPreferences.objects.filter(mails=True), now)
    found = [
        row.person_id
        for row in waiting.order_by(F("digest_on").asc(nulls_first=True), "person_id").iterator()
        if (person := _reader(row.person_id)) is not None
        and not _is_in_vain(row, person)
        and _day_of(person, now) != row.digest_on
    ]
    for person_id in found:
        tasks.mail_digest.send(str(person_id))
    return len(found)


def mail(person_id: UUID) -> None:
    """Once a day and person; again only where a worker died between the mail server and the row,
    and then under the same Message-ID."""
    now = timezone.now()
    person = _reader(person_id)
    day = _day_of(person, now) if person is not None else None
    if person is None or day is None:
        return
    mine = NotificationPreferences.objects.filter(pk=person_id, mails=True)
    row = _free(mine, now).exclude(digest_on=day).first()
    if row is None or _is_in_vain(row, person):
        return
    pause = LEASE * 2 ** min(row.digest_attempts, LONGEST_PAUSE)
    if (
        not _free(mine, now)
        .exclude(digest_on=day)
        .update(digest_attempts=F("digest_attempts") + 1, digest_next_try_at=now + pause)
    ):
        return
    log_row = PersonLog.objects.filter(pk=person_id).first() or PersonLog()
    if counts := _counts(person, after=max(row.digest_upto, seen_by(person)), upto=log_row.last):
        _send(person, counts, day)
    NotificationPreferences.objects.filter(pk=person_id).update(
        digest_on=day, digest_upto=log_row.last, digest_attempts=0, digest_next_try_at=None
    )


def _is_in_vain(row: NotificationPreferences, person: User) -> bool:
    """Whether their address is Apple's relay, which forwards nothing any more."""
    return row.relay_is_off and is_relayed(person)


def _free(
    rows: QuerySet[NotificationPreferences], now: datetime
) -> QuerySet[NotificationPreferences]:
    """In no worker's hands."""
    return rows.filter(Q(digest_next_try_at=None) | Q(digest_next_try_at__lte=now))


def _reader(person_id: UUID) -> User | None:
    person = User.objects.filter(pk=person_id, deleted_at=None).exclude(email=None).first()
    return person if person is not None and person.stands else None


def _day_of(person: User, now: datetime) -> date | None:
    """The day whose digest may go now; None before the evening, and in quiet hours."""
    limits = effective(person, at=now)
    local = now.astimezone(ZoneInfo(limits.places[0].zone))
    if local.hour < EVENING or limits.silent_until(now) is not None:
        return None
    return local.date()


def _counts(person: User, *, after: int, upto: int) -> dict[Category, int]:
    """How many of each category that they want by mail, in the order of the categories."""
    wanted = preferences_of(person.pk).categories(Channel.MAIL)
    types = visible_to(person, wanted).filter(number__gt=after, number__lte=upto)
    counted: Counter[Category] = Counter()
    for type_ in types.values_list("type", flat=True).iterator():
        notice = notices.find(type_)
        if notice is not None:
            counted[notice.category] += 1
    return {one: counted[one] for one in Category if counted[one]}


def _send(person: User, counts: dict[Category, int], day: date) -> None:
    # A minor's mail says how much, not even of what.
    lines = [(NAMES[one], many) for one, many in counts.items()] if person.is_adult else []
    link = unsubscribing.link_for(person.pk)
    shown = {"total": sum(counts.values()), "lines": lines, "link": link}
    message = EmailMultiAlternatives(
        subject=render_to_string("inbox/mail/digest_subject.txt", shown).strip(),
        body=render_to_string("inbox/mail/digest_message.txt", shown),
        to=[str(person.email)],
        headers={
            "Message-ID": _message_id(person.pk, day),
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        },
    )
    message.attach_alternative(
        render_to_string("inbox/mail/digest_message.html", shown), "text/html"
    )
    message.send()


def _message_id(person_id: UUID, day: date) -> str:
    said = salted_hmac("inbox.digest.message", f"{person_id}:{day}", algorithm="sha256").hexdigest()
    host = settings.PUBLIC_ORIGIN.partition("://")[2].partition(":")[0]
    return f"<digest.{said[:32]}@{host}>"

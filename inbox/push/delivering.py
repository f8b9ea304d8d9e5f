"""One push, from what is owed to what became of it.

At least once under one id: a worker takes a row for a while (LEASE), weighs it anew, calls Apple
with the row's id, and then says so in the row. Whoever dies between leaves the lease to run out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.safeguards.layers import effective
from accounts.safeguards.policies import Delivery, delivery_of
from inbox import notices
from inbox.models import Event, Push, PushDevice, PushOutcome
from inbox.models.push import WAITING
from inbox.notices import ALWAYS_ON, Audience, Category, Channel
from inbox.notifications import seen_by, unread_of, visible_to
from inbox.preferences import preferences_of
from inbox.push import apple
from inbox.push.payloads import Said, collapse_id, is_loud, payload_of
from inbox.services import devices

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)  # longer than Apple may take (apple.SECONDS)
FIRST_PAUSE = timedelta(seconds=15)  # doubled after each failure
LAST_ATTEMPT = 10  # the pauses before it add up to two hours
MOST_JOINED = 1000  # ours: what one push after quiet hours may stand for
LIVES = timedelta(days=1)  # for so long Apple keeps one for a phone that is away


@dataclass(frozen=True, slots=True)
class Ends:
    """It is not sent; `why` is a code."""

    why: str


@dataclass(frozen=True, slots=True)
class Waits:
    """Quiet hours: not before then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Goes:
    """It is sent: to this phone, saying this, of use until then."""

    device: PushDevice
    said: Said
    until: datetime


def deliver(push_id: UUID) -> None:
    """Safe to do again: does nothing with what is over, or in another worker's hands."""
    now = timezone.now()
    mine = Push.objects.filter(pk=push_id, outcome__in=WAITING, next_try_at__lte=now)
    if not mine.update(next_try_at=now + LEASE):
        return
    push = Push.objects.get(pk=push_id)
    with transaction.atomic():
        _one_worker_a_phone(push.device_id)
        found = _weigh(push, now)
    if isinstance(found, Ends):
        _end(push, PushOutcome.DROPPED, found.why)
    elif isinstance(found, Waits):
        waiting = Push.objects.filter(pk=push.pk, outcome__in=WAITING)
        waiting.update(outcome=PushOutcome.HELD, next_try_at=found.until)
    elif found is not None:
        _send(push, found, now)


def _weigh(push: Push, now: datetime) -> Ends | Waits | Goes | None:
    """None: another worker has told of it meanwhile. What is held beside it joins it."""
    push.refresh_from_db()
    if push.outcome not in WAITING:
        return None
    device = PushDevice.objects.filter(pk=push.device_id).first()
    if device is None:
        return Ends("no_device")
    person = User.objects.get(pk=push.person_id)
    stop = _refusal(push, device, person) or _limited(person, Category(push.category), now)
    if stop is not None:
        return stop
    said = Said(
        audience=_audience(push, person),
        category=Category(push.category),
        number=push.number,
        tells=_joined(push, person),
        badge=unread_of(person),
        hushed=effective(person, at=now).silent_until(now) is not None,
    )
    return Goes(device, said, _of_use_until(person, said.category, now))


def _refusal(push: Push, device: PushDevice, person: User) -> Ends | None:
    """Who signed out, and what they may not see, do not want or have seen already."""
    if not devices.is_signed_in(device, person):
        devices.forget_device(device_id=device.pk)
        return Ends("signed_out")
    if not _to_be_told(person).filter(number=push.number).exists():
        return Ends("not_to_be_told")
    return None


def _limited(person: User, category: Category, now: datetime) -> Ends | Waits | None:
    """What their safeguards say: quiet and school hours, and whether anything is pushed."""
    verdict, until = delivery_of(person, at=now, is_safety=category in ALWAYS_ON)
    if verdict == Delivery.LOG_ONLY:
        return Ends("push_is_off")
    return Waits(until) if until is not None else None


def _to_be_told(person: User) -> QuerySet[Event]:
    wanted = preferences_of(person.pk).categories(Channel.PUSH)
    return visible_to(person, wanted).filter(number__gt=seen_by(person))


def _audience(push: Push, person: User) -> Audience:
    type_ = Event.objects.values_list("type", flat=True).get(
        person_id=push.person_id, number=push.number
    )
    notice = notices.find(type_)
    return (notice.audience_of(person) if notice else None) or Audience.TEEN


def _joined(push: Push, person: User) -> int:
    """How many it tells of: itself, and what else was held for this phone and may be told."""
    if push.outcome != PushOutcome.HELD:
        return push.tells
    others = Push.objects.filter(device_id=push.device_id, outcome=PushOutcome.HELD).exclude(
        pk=push.pk
    )
    numbers = _to_be_told(person).values_list("number", flat=True)
    told = others.filter(number__in=list(numbers[:MOST_JOINED]))
    more = told.update(outcome=PushOutcome.MERGED, why="", ended_at=timezone.now())
    if more:
        Push.objects.filter(pk=push.pk).update(tells=F("tells") + more)
        push.refresh_from_db(fields=["tells"])
    return push.tells


def _of_use_until(person: User, category: Category, now: datetime) -> datetime:
    """Apple must not hand it over once quiet hours have begun."""
    until = now + LIVES
    if category in ALWAYS_ON:
        return until
    silence = effective(person, at=now).next_silence(now)
    return min(until, silence) if silence else until


def _send(push: Push, goes: Goes, now: datetime) -> None:
    Push.objects.filter(pk=push.pk).update(attempts=F("attempts") + 1)
    attempt = apple.send(
        apple.Parcel(
            id=push.pk,
            token=goes.device.token,
            payload=payload_of(goes.said),
            collapse_id=collapse_id(goes.said),
            lives=int((goes.until - now).total_seconds()),
            is_loud=is_loud(goes.said),
        )
    )
    if attempt.outcome == apple.Outcome.SENT:
        _end(push, PushOutcome.SENT, "")
    elif attempt.outcome == apple.Outcome.GONE:
        _forget(goes.device, attempt)
        _end(push, PushOutcome.DROPPED, "no_device")
    elif attempt.outcome == apple.Outcome.REFUSED or push.attempts + 1 >= LAST_ATTEMPT:
        _end(push, PushOutcome.FAILED, attempt.why)
    else:
        later = timezone.now() + FIRST_PAUSE * 2**push.attempts
        waiting = Push.objects.filter(pk=push.pk, outcome__in=WAITING)
        waiting.update(next_try_at=later, why=attempt.why[:40])


def _forget(device: PushDevice, attempt: apple.Attempt) -> None:
    """Unless the phone registered again after Apple lost it."""
    now = PushDevice.objects.filter(pk=device.pk, digest=device.digest).first()
    if now is None:
        return
    if attempt.gone_since is None or now.registered_at <= attempt.gone_since:
        devices.forget_device(device_id=now.pk)


def _end(push: Push, outcome: PushOutcome, why: str) -> None:
    waiting = Push.objects.filter(pk=push.pk, outcome__in=WAITING)
    waiting.update(outcome=outcome, why=why[:40], ended_at=timezone.now())


def _one_worker_a_phone(device_id: UUID) -> None:
    """So that what is held for it is told of in one push."""
    PushDevice.objects.select_for_update().filter(pk=device_id).first()

"""Phones to which we may push: registered, moved to another account, forgotten."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.services.sessions import session_lives
from inbox.models import Push, PushDevice
from inbox.services import pushing
from lib.advisory import hold_name

MOST_DEVICES = 10  # ours: of one person; the one that registered longest ago makes room


def register(*, person: User, session_key: str, device: str, token: str) -> PushDevice:
    """Push to this phone from now on; again whenever its token changes.

    A token belongs to one person: whoever had it before on another account, or under another id of
    the phone, is pushed nothing more there.
    """
    digest, named = _hash("token", token), _hash("device", device)
    with transaction.atomic():
        hold_name(f"push:{digest}")  # two accounts that register one token: the later one keeps it
        mine = PushDevice.objects.filter(person_id=person.pk, device=named)
        _remove(PushDevice.objects.filter(digest=digest).exclude(pk__in=mine.values("pk")))
        row, _is_new = PushDevice.objects.update_or_create(
            person_id=person.pk,
            device=named,
            defaults={
                "session_key": session_key,
                "token": token,
                "digest": digest,
                "registered_at": timezone.now(),
            },
        )
        _make_room(person.pk)
    return row


def unregister(*, person: User, device: str) -> None:
    """Push nothing more to this phone. Twice is once."""
    _remove(PushDevice.objects.filter(person_id=person.pk, device=_hash("device", device)))


def forget_signed_out(*, person_id: UUID) -> None:
    """Phones whose session is over are pushed nothing more."""
    found = list(PushDevice.objects.filter(person_id=person_id))
    if found:
        person = User.objects.get(pk=person_id)
        over = [row.pk for row in found if not is_signed_in(row, person)]
        _remove(PushDevice.objects.filter(pk__in=over))


def is_signed_in(row: PushDevice, person: User) -> bool:
    """Whether the session holds in which this phone registered."""
    return session_lives(person=person, session_key=row.session_key)


def forget_device(*, device_id: UUID) -> None:
    """Apple, or the end of a session, says that nobody is there any more."""
    _remove(PushDevice.objects.filter(pk=device_id))


def forget_all_of(*, person_id: UUID) -> None:
    """The account is gone: so are its phones, and all that was pushed to them."""
    _remove(PushDevice.objects.filter(person_id=person_id))
    Push.objects.filter(person_id=person_id).delete()


def _remove(devices: QuerySet[PushDevice]) -> None:
    with transaction.atomic():
        gone = list(devices.values_list("pk", flat=True))
        PushDevice.objects.filter(pk__in=gone).delete()
        pushing.drop_of(device_ids=gone)


def _make_room(person_id: UUID) -> None:
    newest = PushDevice.objects.filter(person_id=person_id).order_by("-registered_at", "-pk")
    _remove(
        PushDevice.objects.filter(pk__in=list(newest.values_list("pk", flat=True))[MOST_DEVICES:])
    )


def _hash(kind: str, value: str) -> str:
    """Keyed, so that nobody can ask a copy of the table for a phone."""
    salt, secret = f"inbox.push.{kind}", settings.DEVICE_FLAG_KEY
    return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

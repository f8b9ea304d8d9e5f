"""Accounts that sign in with Apple, and what Apple must hear of their end (A7)."""

from datetime import datetime, timedelta

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.apple.calls import AppleRefused, AppleSilent, refresh_token_for, revoke
from accounts.models import AppleGrant, User
from audit.services import record
from lib.actors import Actor

CODE_LASTS = timedelta(minutes=5)  # Apple's
TRIED_FOR = timedelta(days=30)  # ours: longer than any outage; then a person is told by the audit
LEASE = timedelta(minutes=1)  # a worker that died is followed by another
LONGEST_WAIT = timedelta(hours=6)
BATCH = 100

SYSTEM = Actor.system("apple")


def connect(*, person: User, account: SocialAccount) -> None:
    """From now on `person` signs in as this identity of Apple's, which nobody else has."""
    with transaction.atomic():
        account.user = person
        account.save(force_insert=True)
        actor = Actor.person(person.pk)
        record("accounts.apple.connected", actor=actor, target=person.public_id)


def keep_code(*, person: User, client_id: str, code: str) -> None:
    """Owe the exchange of a sign-in's code, so that there is something to revoke at the end."""
    if code and settings.APPLE_PRIVATE_KEY:
        AppleGrant.objects.create(
            person=person, client_id=client_id, code=code, due_at=timezone.now()
        )


def end_with_account(*, person: User) -> None:
    """The account is being deleted: nobody signs in as it again, and Apple is told."""
    SocialAccount.objects.filter(user=person).delete()
    end_grants(person=person)


def end_grants(*, person: User) -> None:
    """Owe Apple the revocation of whatever it gave us for `person`."""
    now = timezone.now()
    AppleGrant.objects.filter(person=person).update(due_at=now, attempts=0, ends_at=now + TRIED_FOR)


def call_apple() -> int:
    """Do what is due, each outside any transaction. Returns how many calls were made."""
    due = AppleGrant.objects.filter(due_at__lte=timezone.now())
    return sum(
        _one(key) for key in list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH])
    )


def _one(key: int) -> bool:
    grant = _leased(key)
    if grant is None:
        return False
    try:
        if grant.code is not None:
            _exchange(grant, grant.code)
        else:
            _revoke(grant)
    except AppleRefused as refused:
        _give_up(grant, str(refused))
    except AppleSilent:
        _try_later(grant)
    return True


def _leased(key: int) -> AppleGrant | None:
    """The row, for this worker alone and a minute."""
    now = timezone.now()
    taken = AppleGrant.objects.filter(pk=key, due_at__lte=now).update(due_at=now + LEASE)
    return AppleGrant.objects.filter(pk=key).first() if taken else None


def _exchange(grant: AppleGrant, code: str) -> None:
    token = refresh_token_for(code, client_id=grant.client_id)
    with transaction.atomic():
        held = AppleGrant.objects.select_for_update().get(pk=grant.pk)
        held.code, held.refresh_token, held.attempts = None, token, 0
        # Deleted meanwhile: the token is revoked at the next look.
        held.due_at = timezone.now() if held.ends_at else None
        held.save(update_fields=["code", "refresh_token", "attempts", "due_at"])
        if held.ends_at is None:
            older = AppleGrant.objects.filter(
                person=held.person_id, client_id=held.client_id, code__isnull=True, ends_at=None
            )
            older.exclude(pk=held.pk).delete()


def _revoke(grant: AppleGrant) -> None:
    revoke(grant.refresh_token or "", client_id=grant.client_id)
    with transaction.atomic():
        grant.delete()
        record("accounts.apple.revoked", actor=SYSTEM, target=grant.person.public_id)


def _try_later(grant: AppleGrant) -> None:
    at = timezone.now() + _wait(grant.attempts)
    if at >= _until(grant):
        _give_up(grant, "silent")
        return
    AppleGrant.objects.filter(pk=grant.pk).update(due_at=at, attempts=grant.attempts + 1)


def _wait(attempts: int) -> timedelta:
    """A quarter of a minute, then twice as long each time."""
    return min(LONGEST_WAIT, timedelta(seconds=15 * 2 ** min(attempts, 12)))


def _until(grant: AppleGrant) -> datetime:
    if grant.code is not None or grant.ends_at is None:
        return grant.created_at + CODE_LASTS
    return grant.ends_at


def _give_up(grant: AppleGrant, why: str) -> None:
    """Of a code: the next sign-in brings another. Of a token whose account is gone: staff see it,
    as only its owner can end it now, at appleid.apple.com."""
    with transaction.atomic():
        held = AppleGrant.objects.select_for_update().filter(pk=grant.pk).first()
        if held is None:
            return
        if held.ends_at is not None:
            record(
                "accounts.apple.not_revoked",
                actor=SYSTEM,
                target=held.person.public_id,
                why=why,
            )
        held.delete()

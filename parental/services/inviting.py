"""The one-time code that a teen shows to a guardian."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.ids import ALPHABET
from parental.bounds import CODE_LASTS, MOST_GUARDIANS
from parental.eligibility import teen_refusal
from parental.models import GuardianLink, LinkCode
from parental.states import LIVE

# Forty random bits: a network's sixty tries an hour find one in two million years (Crockford's
# alphabet, without I, L, O and U).
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the teen shows, once: only its hash is kept."""

    code: str
    expires_at: datetime


def invite(*, teen: User, device: str) -> Invitation:
    """A new code; an earlier one ends. `device`: what X-Device-Id says.

    Raises DomainError: not 13 to 17, or as many guardians as one may have.
    """
    if refusal := teen_refusal(teen) or _full(teen):
        raise refusal
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH)).upper()
    expires_at = timezone.now() + CODE_LASTS
    with transaction.atomic():
        LinkCode.objects.update_or_create(
            teen_id=teen.pk,
            defaults={
                "digest": digest_of(code),
                "device": device_hash(device),
                "made_at": timezone.now(),
                "expires_at": expires_at,
            },
        )
        record("parental.code.made", actor=Actor.person(teen.pk), target=teen.public_id)
    return Invitation(f"{code[:4]}-{code[4:]}", expires_at)


def uninvite(*, teen: User) -> None:
    """No code of this teen's works any more. Twice is once."""
    LinkCode.objects.filter(teen_id=teen.pk).delete()


def invitation_of(teen: User) -> datetime | None:
    """Until when the teen's code works; the code itself is shown once."""
    row = LinkCode.objects.filter(teen_id=teen.pk, expires_at__gt=timezone.now()).first()
    return row.expires_at if row else None


def forget_expired() -> int:
    """Delete codes whose time is over. How many."""
    return LinkCode.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def digest_of(code: str) -> str:
    """Keyed, so that a stolen table is no list to try; case, spaces and hyphens do not matter, and
    letters that look like digits are read as these (Crockford)."""
    plain = "".join(code.split()).replace("-", "").lower()
    plain = plain.replace("o", "0").replace("i", "1").replace("l", "1")
    return salted_hmac("parental.code", plain, algorithm="sha256").hexdigest()


def device_hash(device: str) -> str:
    """Another hash than those of other rooms; the id itself is never kept."""
    salted = salted_hmac(
        "parental.device", device, secret=settings.DEVICE_FLAG_KEY, algorithm="sha256"
    )
    return salted.hexdigest()


def take_code(code: str) -> LinkCode | None:
    """The row behind a code, which is gone after the caller's transaction: of any number who come
    at once one gets it. None for every other code."""
    digest = digest_of(code)
    row = LinkCode.objects.filter(digest=digest, expires_at__gt=timezone.now()).first()
    if row is None or not hmac.compare_digest(row.digest, digest):
        return None
    taken = LinkCode.objects.filter(teen_id=row.teen_id, digest=digest).delete()[0]
    return row if taken else None


def _full(teen: User) -> DomainError | None:
    links = GuardianLink.objects.filter(teen=teen, state__in=sorted(LIVE))
    if links.count() < MOST_GUARDIANS:
        return None
    return DomainError(
        ErrorCode.TOO_MANY_GUARDIANS,
        _("You have %(most)d guardians, or somebody who waits for your answer.")
        % {"most": MOST_GUARDIANS},
    )

"""Deleting an account washes no ban off: by what somebody signed up, they do not at once again."""

from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import BY_RULE, SHUTTING_OUT, AgeBand, HeldIdentity, PersonHold, User
from lib.sanctions import LIVE

# Ours: as long as bans are appealed and evaded in numbers; then the address is anybody's again.
KEPT = timedelta(days=365)


def hold_identities(person: User) -> None:
    """Of somebody whom staff shut out, as their account is erased: keyed hashes of the address and
    of who they are to Apple. Not of a child, nor where a parent took consent back: a freeze is no
    ban, and nothing of a child's is kept for one that was banned before that was known."""
    holds = PersonHold.objects.filter(LIVE, person=person, kind__in=SHUTTING_OUT)
    is_child = person.age_band == AgeBand.UNDER_13 or person.consent_rescinded_at is not None
    if is_child or not holds.exclude(cause__in=BY_RULE).exists():
        return
    until = timezone.now() + KEPT
    named = [f"email:{person.email.lower()}"] if person.email else []
    for account in SocialAccount.objects.filter(user=person):
        named.append(f"{account.provider}:{account.uid}")
    for one in named:
        digest = _digest(one, settings.SECRET_KEY)
        HeldIdentity.objects.update_or_create(digest=digest, defaults={"until": until})


def is_held_address(email: str) -> bool:
    """Whether nobody joins with this address now."""
    return _is_held(f"email:{email.lower()}")


def is_held_identity(provider: str, uid: str) -> bool:
    """Whether nobody joins as this third party's identity now."""
    return _is_held(f"{provider}:{uid}")


def forget_ended() -> None:
    """Remove holds that ended."""
    HeldIdentity.objects.filter(until__lte=timezone.now()).delete()


def _is_held(name: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [_digest(name, key) for key in keys]
    return HeldIdentity.objects.filter(digest__in=digests, until__gt=timezone.now()).exists()


def _digest(name: str, key: str) -> str:
    salt = "accounts.HeldIdentity"
    return salted_hmac(salt, name, secret=key, algorithm="sha256").hexdigest()

"""What Apple tells of people who sign in with it, done once each."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.apple.notices import read_notice
from accounts.events import RelaySaid
from accounts.models import AppleGrant, User
from accounts.services.closing import close_account
from accounts.services.sessions import end_sessions
from accounts.services.store_consent import is_first, refuse_untimely
from audit.services import record
from lib.actors import Actor
from lib.events import publish

APPLE = Actor.system("apple")
PROVIDER = "apple"
TOLD_TO = timedelta(seconds=1)  # how exactly Apple tells times: what may be older counts as older


def take_notice(token: str) -> bool:
    """Do what Apple says, once; False where there was nothing to do. A kind that we do not know
    does nothing, as Apple may add some.

    Raises NotApples, AppleAway; DomainError `signature_invalid` for one that was signed long ago.
    """
    said = read_notice(token)
    refuse_untimely(said.signed_at)
    with transaction.atomic():
        account = _account(said.subject)
        kind, people = f"sign-in {said.kind}", int(account is not None)
        if not is_first(said.id, kind=kind, signed_at=said.signed_at, people=people):
            return False
        deed = DEEDS.get(said.kind)
        if deed is None or account is None:
            return False
        deed(account, said.at)
    return True


def _account(subject: str) -> SocialAccount | None:
    """Held with its person, so that nobody signs in meanwhile and undoes it."""
    found = SocialAccount.objects.filter(provider=PROVIDER, uid=subject).first()
    if found is None:
        return None
    User.objects.select_for_update().get(pk=found.user_id)
    return SocialAccount.objects.filter(pk=found.pk).first()


def _consent_revoked(account: SocialAccount, at: datetime) -> None:
    """They ended at Apple that this app knows them: everything that is signed in ends, and what
    Apple gave us is void. Whoever signs in with Apple again has agreed again."""
    person = User.objects.get(pk=account.user_id)
    grants = AppleGrant.objects.filter(person=person, ends_at=None)
    if grants.filter(created_at__gte=at + TOLD_TO).exists():
        return  # they have agreed again since
    grants.delete()
    record("accounts.apple.consent_revoked", actor=APPLE, target=person.public_id)
    end_sessions(person=person, actor=APPLE, how="apple")


def _account_deleted(account: SocialAccount, at: datetime) -> None:
    """Their Apple identity is gone for good. Whoever has another way in keeps the account; of
    everybody else it is closed, and erased in time, as if they had asked for it."""
    person = User.objects.get(pk=account.user_id)
    AppleGrant.objects.filter(person=person, ends_at=None).delete()
    account.delete()
    record("accounts.apple.identity_deleted", actor=APPLE, target=person.public_id)
    if has_other_way_in(person):
        end_sessions(person=person, actor=APPLE, how="apple")
    else:
        close_account(person=person, actor=APPLE)


def _mail_disabled(account: SocialAccount, at: datetime) -> None:
    """Apple's relay forwards no letter any more: staff who look why one was not read find this,
    and no digest goes there."""
    target = User.objects.get(pk=account.user_id).public_id
    record("accounts.apple.mail_disabled", actor=APPLE, target=target)
    publish(RelaySaid(user_id=account.user_id, forwards=False))


def _mail_enabled(account: SocialAccount, at: datetime) -> None:
    target = User.objects.get(pk=account.user_id).public_id
    record("accounts.apple.mail_enabled", actor=APPLE, target=target)
    publish(RelaySaid(user_id=account.user_id, forwards=True))


def has_other_way_in(person: User) -> bool:
    """Whether somebody signs in without any third party: by a password, or a passkey."""
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    others = SocialAccount.objects.filter(user=person)
    return person.has_usable_password() or passkeys.exists() or others.exists()


# Apple's pages name the third one both ways.
DEEDS: dict[str, Callable[[SocialAccount, datetime], None]] = {
    "consent-revoked": _consent_revoked,
    "account-delete": _account_deleted,
    "account-deleted": _account_deleted,
    "email-disabled": _mail_disabled,
    "email-enabled": _mail_enabled,
}

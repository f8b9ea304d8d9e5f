"""What a person's own archive holds of lib's tables and those of other people's packages."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from accounts.services.sessions import DEVICE_NAME
from lib.exporting import LeftOut, Walker, table
from lib.idempotency.models import StoredAnswer
from lib.outbox.models import OutboxMessage


def _name(row: Any) -> str:
    """What its owner calls a key or a device; nothing else of what is stored with it."""
    found = row.data.get("name", "")
    return found if isinstance(found, str) else ""


WALKERS = (
    Walker(
        EmailAddress,
        "Your e-mail address.",
        table(
            lambda person: EmailAddress.objects.filter(user=person).order_by("pk"),
            *("email", "verified", "primary"),
        ),
    ),
    Walker(
        Authenticator,
        "Your second factors and passkeys by name; never a secret.",
        table(
            lambda person: Authenticator.objects.filter(user=person).order_by("pk"),
            *("type", "created_at", "last_used_at"),
            name=_name,
        ),
    ),
    Walker(
        SocialAccount,
        "Who you are at Apple, where you sign in with it.",
        table(
            lambda person: SocialAccount.objects.filter(user=person).order_by("pk"),
            *("provider", "uid", "date_joined", "last_login"),
            email=lambda row: row.extra_data.get("email"),
        ),
    ),
    Walker(
        UserSession,
        "The devices that are signed in.",
        table(
            lambda person: UserSession.objects.filter(user=person).order_by("pk"),
            *("created_at", "last_seen_at", "ip", "user_agent"),
            device_name=lambda row: row.data.get(DEVICE_NAME, ""),
        ),
    ),
    LeftOut(
        (Session, SocialToken, EmailConfirmation),
        "Keys that open the account; whoever had them would be signed in.",
    ),
    LeftOut(
        (StoredAnswer, OutboxMessage),
        "Copies and messages of an hour or a day, of what stands elsewhere in the archive.",
    ),
    LeftOut((LogEntry,), "Django's own log of staff's forms; our pages write none."),
)

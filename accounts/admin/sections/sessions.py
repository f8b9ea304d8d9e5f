from collections import Counter

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Shown, Table, more_than, when
from accounts.models import Right, User
from accounts.services.sessions import DEVICE_NAME, session_id

MOST = 50


def read(person: User, viewer: User) -> Shown:
    """Where somebody is signed in and by what they prove themself. No key, no address."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = UserSession.objects.filter(user=person, session_key__in=live).order_by("-created_at")
    shown, number = list(rows[:MOST]), rows.count()
    factors = Counter(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    named = {
        Authenticator.Type.TOTP: "app that shows codes",
        Authenticator.Type.WEBAUTHN: "passkey",
        Authenticator.Type.RECOVERY_CODES: "set of recovery codes",
    }
    held = ", ".join(f"{number} {named.get(kind, kind)}" for kind, number in factors.items())
    return Shown(
        facts=(("Second factors", held or "none"), ("Open sessions", number)),
        tables=(
            Table(
                "Open sessions, newest first",
                ("session", "began", "last seen", "device", "program"),
                tuple(_row(one) for one in shown),
                more=more_than(len(shown), number),
            ),
        ),
    )


def _row(one: UserSession) -> tuple[object, ...]:
    device = one.data.get(DEVICE_NAME) or "-"
    # Enough of the id to tell two apart on the phone with their owner, who sees it whole.
    which = str(session_id(one.session_key))[:8]
    return which, when(one.created_at), when(one.last_seen_at), device, one.user_agent or "-"


SECTION = Section("sessions", "Sessions and devices", 30, read, Right.SEE_SESSIONS)

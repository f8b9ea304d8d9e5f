"""Where somebody is signed in, and ending it. A session that ended is refused at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.events import SessionsEnded
from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import NotFound
from lib.events import publish

LONGEST_DEVICE_NAME = 60  # characters, as phones allow
DEVICE_NAME = "device_name"  # its key in a session row's data


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One sign-in, as its owner sees it."""

    id: UUID
    created_at: datetime
    device_name: str
    user_agent: str
    ip: str
    is_current: bool


def sessions_of(person: User, *, current_key: str) -> list[OpenSession]:
    """What is open now, newest first."""
    rows = UserSession.objects.purge_and_list(person)
    rows.sort(key=lambda row: row.created_at, reverse=True)
    return [
        OpenSession(
            id=session_id(row.session_key),
            created_at=row.created_at,
            device_name=row.data.get(DEVICE_NAME, ""),
            user_agent=row.user_agent,
            ip=row.ip,
            is_current=row.session_key == current_key,
        )
        for row in rows
    ]


def session_id(session_key: str) -> UUID:
    """A stable public id that tells nothing of the key, which is a credential."""
    digest = salted_hmac("accounts.session_id", session_key, algorithm="sha256").digest()
    return UUID(bytes=digest[:16])


def session_lives(*, person: User, session_key: str) -> bool:
    """Whether tokens of this session hold now: of nobody shut out, and neither ended nor run out
    nor of an earlier password or epoch. One query."""
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return person.is_active and SessionStore(session_key).get(HASH_SESSION_KEY) in hashes


def end_session(*, person: User, which: UUID) -> None:
    """End one of one's own sessions. Raises NotFound."""
    with transaction.atomic():
        _locked(person, which).end()
        _note(person, actor=Actor.person(person.pk), how="one")


def name_device(*, person: User, which: UUID, name: str) -> None:
    """Say how one calls the device of one's own session. Raises NotFound."""
    with transaction.atomic():
        row = _locked(person, which)
        row.data[DEVICE_NAME] = name
        row.save(update_fields=["data"])


def end_sessions(*, person: User, actor: Actor, how: str = "all", **facts: str) -> None:
    """End all sessions of a person, also those that no list shows."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
        person.refresh_from_db(fields=["session_epoch"])
        forget_sessions(person=person)
        _note(person, actor=actor, how=how, **facts)


def forget_sessions(*, person: User) -> None:
    """Remove the rows of sessions; they may hold the e-mail address."""
    for row in UserSession.objects.filter(user=person):
        row.end()


def note_logout(*, person: User, session_key: str) -> None:
    """The session is gone already; its row goes and sockets hear of it."""
    with transaction.atomic():
        UserSession.objects.filter(user=person, session_key=session_key).delete()
        _note(person, actor=Actor.person(person.pk), how="logout")


def note_password_change(*, person: User) -> None:
    """A new password makes every other session's hash wrong."""
    _note(person, actor=Actor.person(person.pk), how="password")


def forget_expired_sessions() -> None:
    """Remove the rows of sessions that ran out."""
    SessionStore.clear_expired()


def _locked(person: User, which: UUID) -> UserSession:
    rows = UserSession.objects.select_for_update().filter(user=person)
    row = next((one for one in rows if session_id(one.session_key) == which), None)
    if row is None:
        raise NotFound
    return row


def _note(person: User, *, actor: Actor, how: str, **facts: str) -> None:
    record("accounts.sessions.ended", actor=actor, target=person.public_id, how=how, **facts)
    publish(SessionsEnded(user_id=person.pk))

"""What an access token says, and why one is refused."""

from dataclasses import dataclass
from typing import Any

import jwt
from allauth.headless.tokens.strategies.jwt import internal
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.closing import closing_refusal
from accounts.models import User
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, InvalidId, decode

LONGEST = 4096  # ours have about 500 characters


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token that holds: whose it is, and the session behind it."""

    user: User
    session_key: str


def read_token(token: str, *, closing_too: bool = False) -> AccessToken:
    """Ask whether an access token holds at this moment: two queries, nothing cached.

    `closing_too`: also that of somebody who is leaving.
    Raises DomainError: `account_closing`, `token_expired`, `account_suspended`,
    `consent_rescinded`, or `authentication_failed` for everything else (broken, of another key or
    algorithm, logged out, deleted).
    """
    if len(token) > LONGEST or not token.isascii():
        raise _failed()
    accepted: tuple[User, dict[str, Any]] | None = internal.validate_access_token(token)
    if accepted is None:
        raise _why(token)
    user, payload = accepted
    if user.closed_at is not None and not closing_too:
        raise closing_refusal()
    return AccessToken(user, internal.session_key_from_sid(payload["sid"]) or "")


def user_of_token(token: str) -> User:
    """Who holds this access token. Raises as `read_token` does."""
    return read_token(token).user


def _why(token: str) -> DomainError:
    try:
        payload: dict[str, Any] = jwt.decode(
            token,
            settings.HEADLESS_JWT_PRIVATE_KEY,
            algorithms=[settings.HEADLESS_JWT_ALGORITHM],
        )
    except jwt.ExpiredSignatureError:
        return DomainError(ErrorCode.TOKEN_EXPIRED, _("The access token has expired."))
    except jwt.PyJWTError:
        return _failed()
    person = _person(payload.get("sub"))
    if person is not None and not person.is_active:
        return shut_out(person)
    return _failed()


def shut_out(person: User) -> DomainError:
    """Why somebody whose account does not stand is let in nowhere."""
    if person.consent_rescinded_at is not None:
        return DomainError(
            ErrorCode.CONSENT_RESCINDED, _("A parent took their consent to this app back.")
        )
    return DomainError(ErrorCode.ACCOUNT_SUSPENDED, _("This account is suspended."))


def _person(subject: object) -> User | None:
    try:
        person_id = decode(IdKind.USER, str(subject))
    except InvalidId:
        return None
    return User.objects.filter(pk=person_id, deleted_at=None).first()


def _failed() -> DomainError:
    return DomainError(ErrorCode.AUTHENTICATION_FAILED, _("The access token is not valid."))

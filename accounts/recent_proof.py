"""Whether whoever acts proved lately that they are the person, and do not just hold their phone."""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from lib.errors import DomainError, ErrorCode


def is_recent(request: HttpRequest, person: User) -> bool:
    """Whether the session of `request` holds a proof of the last minutes: a sign-in, the password,
    or a second factor."""
    now = time.time()
    records = get_authentication_records(request, person)
    return any(now - one["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for one in records)


def require_recent_proof(*, person: User, session_key: str) -> None:
    """Raises DomainError `reauthentication_required`."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    if not is_recent(request, person):
        raise DomainError(
            ErrorCode.REAUTHENTICATION_REQUIRED,
            _("Prove once more that it is you, then try again."),
        )

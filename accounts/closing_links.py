"""Leaving without signing in: for whoever is suspended or banned, or lost every way in.

The token in the mail is signed, holds for a day, and closes the account: it opens no session. It
names how often all sessions were ended, which closing does too, so it works once.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import User
from lib.errors import DomainError, ErrorCode
from lib.selecting import with_public_id

SALT = "accounts.closing"
LASTS = timedelta(days=1)


def link_for(person: User) -> str:
    """The address in the mail; the page there, or an app, hands the token in."""
    return f"{settings.PUBLIC_ORIGIN}/leaving?token={token_for(person)}"


def token_for(person: User) -> str:
    """A token that works until the next time that all sessions end."""
    said = {"person": person.public_id, "epoch": person.session_epoch}
    return signing.dumps(said, salt=SALT, compress=False)


def person_of(token: str) -> User:
    """Whose it is. Raises DomainError `url_invalid`; `gone` where it has had its time."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise _gone() from None
    except signing.BadSignature:
        detail = _("This link is not valid. Open it whole, as it stands in the newest mail.")
        raise DomainError(ErrorCode.URL_INVALID, detail) from None
    person = with_public_id(User.objects.filter(deleted_at=None), said["person"])
    if person is None or person.session_epoch != said["epoch"]:
        raise _gone()
    return person


def _gone() -> DomainError:
    return DomainError(ErrorCode.GONE, _("This link has had its time."))

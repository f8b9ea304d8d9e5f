"""The one thing that the owner of an account frozen as a child's can still do: ask for a look.

The token in the mail is signed, names the account and the deadline that it was sent for, and opens
nothing but the appeal. It dies with the deadline, with a proof, and with the account.
"""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import AgeBand, User
from lib.errors import DomainError, ErrorCode
from lib.selecting import with_public_id

SALT = "accounts.proof_of_age"


def link_for(person: User) -> str:
    """The address in the mail."""
    return f"{settings.PUBLIC_ORIGIN}/age/proof?token={token_for(person)}"


def token_for(person: User) -> str:
    """A token of the deadline that runs now."""
    said = {"person": person.public_id, "due": _stamp(person.proof_due_at)}
    return signing.dumps(said, salt=SALT, compress=False)


def person_of(token: str) -> User:
    """Whose it is. Raises DomainError `url_invalid`; `gone` where its deadline runs no more."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        detail = _("This link is not valid. Open it whole, as it stands in the newest mail.")
        raise DomainError(ErrorCode.URL_INVALID, detail) from None
    person = with_public_id(User.objects.filter(deleted_at=None), said["person"])
    runs = (
        person is not None
        and person.assured_band == AgeBand.UNDER_13
        and _stamp(person.proof_due_at) == said["due"]
    )
    if person is None or not runs:
        raise DomainError(ErrorCode.GONE, _("This link has had its time."))
    return person


def _stamp(due: datetime | None) -> str:
    return due.isoformat() if due else ""

"""What an owner confirms: a scope, of one cameo, at one epoch, with what they were told of it."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from cameos.models import Cameo
from cameos.models.revocations import RevocationScope
from cameos.revoking.counting import Counts
from lib.errors import DomainError, ErrorCode, StaleState

SALT = "cameos.revocation"
LASTS = timedelta(minutes=15)  # ours: to read, to think, to ask somebody


def confirmation(cameo: Cameo, scope: RevocationScope, told: Counts) -> str:
    """What has to come back. Counts that grow meanwhile do not spoil it: nobody keeps an owner from
    revoking by making more films."""
    return signing.dumps(_facts(cameo, scope) | {"told": told.as_json()}, salt=SALT)


def confirmed(token: str, *, cameo: Cameo, scope: RevocationScope) -> tuple[int, dict[str, int]]:
    """The epoch that it ends, and what was told. Raises DomainError `invalid` for what we never
    gave out for this; StaleState where it is too old."""
    try:
        found = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise StaleState(_("Look at what it takes away again, then confirm it.")) from None
    except signing.BadSignature:
        raise _invalid() from None
    if {name: found[name] for name in ("cameo", "scope")} != {
        "cameo": cameo.public_id,
        "scope": scope.value,
    }:
        raise _invalid()
    return found["epoch"], found["told"]


def _facts(cameo: Cameo, scope: RevocationScope) -> dict[str, Any]:
    return {"cameo": cameo.public_id, "scope": scope.value, "epoch": cameo.epoch}


def _invalid() -> DomainError:
    return DomainError(
        ErrorCode.INVALID, _("This does not confirm this revocation."), attr="confirm"
    )

"""Facts of the ledger, read off permissions and grants."""

from datetime import datetime

from cameos.ledger.facts import GrantGiven, GrantTakenBack, PermissionSet
from cameos.models import CameoGrant, CameoPermission
from cameos.permissions.terms import Cap
from lib.ids import IdKind, encode

# What an owner may read of an end; any other would tell them who blocked them or left.
TOLD = frozenset({"withdrawn", "replaced", "expired", "paused", "narrowed"})


def why_told(why: str) -> str:
    """The reason, where it may be told."""
    return why if why in TOLD else "ended"


def permission_set(row: CameoPermission) -> PermissionSet:
    """Who may use it without being asked, and how."""
    return PermissionSet(
        level=row.level,
        everyone_until=_iso(row.everyone_until),
        scopes=tuple(row.scopes),
        cap=_name_of(row.cap),
        no_remix=row.no_remix,
        no_download=row.no_download,
        version=row.version,
    )


def grant_given(row: CameoGrant) -> GrantGiven:
    """What one person may."""
    return GrantGiven(
        grant=row.public_id,
        person=encode(IdKind.USER, row.person_id),
        once=row.once,
        until=_iso(row.until),
        scopes=tuple(row.scopes),
        cap=_name_of(row.cap),
        no_remix=row.no_remix,
        no_download=row.no_download,
    )


def grant_ended(row: CameoGrant, *, why: str) -> GrantTakenBack:
    """That it ended."""
    person = encode(IdKind.USER, row.person_id)
    return GrantTakenBack(grant=row.public_id, person=person, why=why_told(why))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _name_of(cap: int) -> str:
    return Cap(cap).name.lower()

"""Fields of this room that could hold words or media, and who judges them."""

from cameos.models import (
    CameoGrant,
    CameoPermission,
    CameoRequest,
    CameoTransition,
    Capability,
    GrantTransition,
    RequestTransition,
    RestrictionConfirmation,
)
from lib.surfaces import Claim, Exempt, When

CODES = "codes, ids and numbers that services write"
MOVED = ("from_state", "to_state", "actor", "reason")
CLOSED_LIST = "values of a closed list, each compiled to a fixed phrase that was judged"

SAID = (
    Claim(
        CameoRequest,
        "note",
        ("message",),
        When.BEFORE,
        "nobody: the owner sees the request without it",
    ),
    Exempt(CameoTransition, MOVED, CODES),
    Exempt(GrantTransition, MOVED, CODES),
    Exempt(RequestTransition, MOVED, CODES),
    Exempt(CameoPermission, ("scopes", "restrictions", "preferences"), CLOSED_LIST),
    Exempt(CameoGrant, ("scopes",), CLOSED_LIST),
    Exempt(Capability, ("job", "terms", "receipt_salt", "ended_for"), CODES),
    Exempt(RestrictionConfirmation, ("topics", "compiler"), CODES),
)

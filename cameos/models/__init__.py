from cameos.models.cameos import Cameo, CameoKind
from cameos.models.capabilities import Capability
from cameos.models.grants import CameoGrant, GrantState, GrantTransition
from cameos.models.permissions import CameoPermission, RestrictionConfirmation
from cameos.models.requests import CameoRequest, NoteState, RequestState, RequestTransition
from cameos.models.transitions import CameoTransition

__all__ = [
    "Cameo",
    "CameoGrant",
    "CameoKind",
    "CameoPermission",
    "CameoRequest",
    "CameoTransition",
    "Capability",
    "GrantState",
    "GrantTransition",
    "NoteState",
    "RequestState",
    "RequestTransition",
    "RestrictionConfirmation",
]

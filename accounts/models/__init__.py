from accounts.models.ages import AgeBand, AgeSignal, AgeSource
from accounts.models.handles import HeldHandle
from accounts.models.profile_texts import (
    ProfileField,
    ProfileText,
    ProfileTextState,
    ProfileTextTransition,
)
from accounts.models.relations import Block, Follow
from accounts.models.safeguards import RegionSource, SafeguardSettings, WatchedTime
from accounts.models.standings import Standing, StandingReason, StandingTransition
from accounts.models.users import User

__all__ = [
    "AgeBand",
    "AgeSignal",
    "AgeSource",
    "Block",
    "Follow",
    "HeldHandle",
    "ProfileField",
    "ProfileText",
    "ProfileTextState",
    "ProfileTextTransition",
    "RegionSource",
    "SafeguardSettings",
    "Standing",
    "StandingReason",
    "StandingTransition",
    "User",
    "WatchedTime",
]

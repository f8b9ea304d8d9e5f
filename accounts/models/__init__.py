from accounts.models.age_appeals import (
    AgeAppeal,
    AgeAppealState,
    AgeAppealTransition,
    AgeVerification,
)
from accounts.models.ages import (
    AgeBand,
    AgeInput,
    AgeLook,
    AgeSignal,
    AgeSignalEnded,
    AgeSource,
    SignalEnd,
)
from accounts.models.apple import AppleGrant
from accounts.models.handles import HeldHandle
from accounts.models.invites import Invite, InviteUse, Referral
from accounts.models.profile_texts import (
    ProfileField,
    ProfileText,
    ProfileTextState,
    ProfileTextTransition,
)
from accounts.models.relations import Block, Follow, FollowRequest, Mute
from accounts.models.safeguards import RegionSource, SafeguardSettings, WatchedTime
from accounts.models.standings import Standing, StandingReason, StandingTransition
from accounts.models.users import User

__all__ = [
    "AgeAppeal",
    "AgeAppealState",
    "AgeAppealTransition",
    "AgeBand",
    "AgeInput",
    "AgeLook",
    "AgeSignal",
    "AgeSignalEnded",
    "AgeSource",
    "AgeVerification",
    "AppleGrant",
    "Block",
    "Follow",
    "FollowRequest",
    "HeldHandle",
    "Invite",
    "InviteUse",
    "Mute",
    "ProfileField",
    "ProfileText",
    "ProfileTextState",
    "ProfileTextTransition",
    "Referral",
    "RegionSource",
    "SafeguardSettings",
    "SignalEnd",
    "Standing",
    "StandingReason",
    "StandingTransition",
    "User",
    "WatchedTime",
]

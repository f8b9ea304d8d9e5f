from accounts.models.ages import AgeBand, AgeSignal, AgeSource
from accounts.models.apple import AppleGrant
from accounts.models.handles import HeldHandle
from accounts.models.held_decisions import (
    HeldDecision,
    HeldDecisionTransition,
    HeldState,
    HeldVerb,
)
from accounts.models.invites import Invite, InviteUse, Referral
from accounts.models.profile_texts import (
    ProfileField,
    ProfileText,
    ProfileTextState,
    ProfileTextTransition,
)
from accounts.models.relations import Block, Follow, FollowRequest, Mute
from accounts.models.standings import Standing, StandingReason, StandingTransition
from accounts.models.users import User

__all__ = [
    "AgeBand",
    "AgeSignal",
    "AgeSource",
    "AppleGrant",
    "Block",
    "Follow",
    "FollowRequest",
    "HeldDecision",
    "HeldDecisionTransition",
    "HeldHandle",
    "HeldState",
    "HeldVerb",
    "Invite",
    "InviteUse",
    "Mute",
    "ProfileField",
    "ProfileText",
    "ProfileTextState",
    "ProfileTextTransition",
    "Referral",
    "Standing",
    "StandingReason",
    "StandingTransition",
    "User",
]

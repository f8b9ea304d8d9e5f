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
from accounts.models.held_decisions import (
    HeldDecision,
    HeldDecisionTransition,
    HeldState,
    HeldVerb,
)
from accounts.models.holds import CLOSES, STANDINGS, Feature, PersonHold, PersonHoldKind
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
from accounts.models.stores import StoreAccount, StoreNotification
from accounts.models.terms import Acknowledgement, Change, Gated, TermsVersion
from accounts.models.users import User

__all__ = [
    "CLOSES",
    "STANDINGS",
    "Acknowledgement",
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
    "Change",
    "Feature",
    "Follow",
    "FollowRequest",
    "Gated",
    "HeldDecision",
    "HeldDecisionTransition",
    "HeldHandle",
    "HeldState",
    "HeldVerb",
    "Invite",
    "InviteUse",
    "Mute",
    "PersonHold",
    "PersonHoldKind",
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
    "StoreAccount",
    "StoreNotification",
    "TermsVersion",
    "User",
    "WatchedTime",
]

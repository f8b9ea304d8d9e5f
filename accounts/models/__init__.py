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
from accounts.models.exports import Export, ExportState, ExportTransition
from accounts.models.handles import HeldHandle, HeldIdentity
from accounts.models.held_decisions import (
    HeldDecision,
    HeldDecisionTransition,
    HeldState,
    HeldVerb,
)
from accounts.models.holds import (
    BY_RULE,
    CLOSES,
    SHUTTING_OUT,
    STANDINGS,
    Feature,
    PersonHold,
    PersonHoldKind,
)
from accounts.models.impersonations import (
    Impersonation,
    ImpersonationState,
    ImpersonationTransition,
)
from accounts.models.invites import Invite, InviteUse, Referral
from accounts.models.profile_holds import ProfileHold
from accounts.models.profile_texts import (
    ProfileField,
    ProfileText,
    ProfileTextState,
    ProfileTextTransition,
)
from accounts.models.relations import Block, Follow, FollowRequest, Mute
from accounts.models.rights import OF_VERB, Right
from accounts.models.safeguards import RegionSource, SafeguardSettings, WatchedTime
from accounts.models.standings import Standing, StandingReason, StandingTransition
from accounts.models.stores import (
    StoreAccount,
    StoreLink,
    StoreNotification,
    StoreRescission,
)
from accounts.models.terms import Acknowledgement, Change, Gated, TermsVersion
from accounts.models.users import User

__all__ = [
    "BY_RULE",
    "CLOSES",
    "OF_VERB",
    "SHUTTING_OUT",
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
    "Export",
    "ExportState",
    "ExportTransition",
    "Feature",
    "Follow",
    "FollowRequest",
    "Gated",
    "HeldDecision",
    "HeldDecisionTransition",
    "HeldHandle",
    "HeldIdentity",
    "HeldState",
    "HeldVerb",
    "Impersonation",
    "ImpersonationState",
    "ImpersonationTransition",
    "Invite",
    "InviteUse",
    "Mute",
    "PersonHold",
    "PersonHoldKind",
    "ProfileField",
    "ProfileHold",
    "ProfileText",
    "ProfileTextState",
    "ProfileTextTransition",
    "Referral",
    "RegionSource",
    "Right",
    "SafeguardSettings",
    "SignalEnd",
    "Standing",
    "StandingReason",
    "StandingTransition",
    "StoreAccount",
    "StoreLink",
    "StoreNotification",
    "StoreRescission",
    "TermsVersion",
    "User",
    "WatchedTime",
]

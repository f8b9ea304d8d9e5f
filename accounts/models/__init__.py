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
from accounts.models.handles import HeldHandle
from accounts.models.profile_texts import (
    ProfileField,
    ProfileText,
    ProfileTextState,
    ProfileTextTransition,
)
from accounts.models.relations import Block, Follow
from accounts.models.standings import Standing, StandingReason, StandingTransition
from accounts.models.stores import StoreAccount, StoreNotification
from accounts.models.terms import Acknowledgement, Change, Gated, TermsVersion
from accounts.models.users import User

__all__ = [
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
    "Block",
    "Change",
    "Follow",
    "Gated",
    "HeldHandle",
    "ProfileField",
    "ProfileText",
    "ProfileTextState",
    "ProfileTextTransition",
    "SignalEnd",
    "Standing",
    "StandingReason",
    "StandingTransition",
    "StoreAccount",
    "StoreNotification",
    "TermsVersion",
    "User",
]

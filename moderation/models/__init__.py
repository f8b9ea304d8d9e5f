from moderation.models.banks import (
    IN_EFFECT,
    BankAction,
    BankCause,
    BankConfirmation,
    BankedHash,
    BankHit,
    BankTransition,
    EntryState,
    HashBank,
    HashKind,
    ShownHash,
    SourceKind,
)
from moderation.models.exchanges import Exchange, ExchangeKind, Opinion
from moderation.models.policies import PolicyActivation, PolicyVersion
from moderation.models.probing import (
    CoolingOff,
    ProbingFinding,
    ProbingMember,
    ProbingState,
    ProbingTransition,
    RefusedText,
)
from moderation.models.reviews import Cause, Outcome, Review, ReviewState, ReviewTransition
from moderation.models.scans import Finding, Scan
from moderation.models.shadows import ShadowJudgement, ShadowPolicy
from moderation.models.terms import Term, TermBank

__all__ = [
    "IN_EFFECT",
    "BankAction",
    "BankCause",
    "BankConfirmation",
    "BankHit",
    "BankTransition",
    "BankedHash",
    "Cause",
    "CoolingOff",
    "EntryState",
    "Exchange",
    "ExchangeKind",
    "Finding",
    "HashBank",
    "HashKind",
    "Opinion",
    "Outcome",
    "PolicyActivation",
    "PolicyVersion",
    "ProbingFinding",
    "ProbingMember",
    "ProbingState",
    "ProbingTransition",
    "RefusedText",
    "Review",
    "ReviewState",
    "ReviewTransition",
    "Scan",
    "ShadowJudgement",
    "ShadowPolicy",
    "ShownHash",
    "SourceKind",
    "Term",
    "TermBank",
]

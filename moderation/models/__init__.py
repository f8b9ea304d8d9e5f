from moderation.models.banks import (
    BankAction,
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
from moderation.models.reviews import Cause, Outcome, Review, ReviewState, ReviewTransition
from moderation.models.scans import Finding, Scan

__all__ = [
    "BankAction",
    "BankConfirmation",
    "BankHit",
    "BankTransition",
    "BankedHash",
    "Cause",
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
    "Review",
    "ReviewState",
    "ReviewTransition",
    "Scan",
    "ShownHash",
    "SourceKind",
]

from moderation.models.banks import BankedHash
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

__all__ = [
    "BankedHash",
    "Cause",
    "CoolingOff",
    "Finding",
    "Outcome",
    "ProbingFinding",
    "ProbingMember",
    "ProbingState",
    "ProbingTransition",
    "RefusedText",
    "Review",
    "ReviewState",
    "ReviewTransition",
    "Scan",
]

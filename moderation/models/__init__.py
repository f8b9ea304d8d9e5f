from moderation.models.banks import BankedHash
from moderation.models.policies import PolicyActivation, PolicyVersion
from moderation.models.reviews import Cause, Outcome, Review, ReviewState, ReviewTransition
from moderation.models.scans import Finding, Scan

__all__ = [
    "BankedHash",
    "Cause",
    "Finding",
    "Outcome",
    "PolicyActivation",
    "PolicyVersion",
    "Review",
    "ReviewState",
    "ReviewTransition",
    "Scan",
]

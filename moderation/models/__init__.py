from moderation.models.banks import BankedHash
from moderation.models.reviews import Cause, Outcome, Review, ReviewState, ReviewTransition
from moderation.models.scans import Finding, Scan
from moderation.models.shadows import ShadowJudgement, ShadowPolicy

__all__ = [
    "BankedHash",
    "Cause",
    "Finding",
    "Outcome",
    "Review",
    "ReviewState",
    "ReviewTransition",
    "Scan",
    "ShadowJudgement",
    "ShadowPolicy",
]

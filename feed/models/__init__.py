from feed.models.holds import PostHold, PostHoldKind, PostLabel
from feed.models.likes import Like
from feed.models.posts import Post, PostQuerySet, PostRating
from feed.models.proofs import ProofFinding, ProofRun, ProofStep, Violation
from feed.models.transitions import PostTransition

__all__ = [
    "Like",
    "Post",
    "PostHold",
    "PostHoldKind",
    "PostLabel",
    "PostQuerySet",
    "PostRating",
    "PostTransition",
    "ProofFinding",
    "ProofRun",
    "ProofStep",
    "Violation",
]

"""What people write in this room, and who judges it."""

from feed.models import Post, PostHold, PostTransition, ProofFinding, ProofRun, ProofStep
from lib.surfaces import Claim, Exempt, When
from moderation.categories import Surface

CODES = "codes, ids and names of detectors that services write"

SAID = (
    Claim(
        Post,
        "caption",
        (Surface.CAPTION.value,),
        When.BEFORE,
        "its author, at once or by post.refused; what is doubtful, a reviewer",
    ),
    Exempt(Post, ("policy_version", "screened_as"), CODES),
    Exempt(PostTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(PostHold, ("cause",), CODES),
    Exempt(ProofStep, ("policy_version", "profile", "detectors"), CODES),
    Exempt(ProofFinding, ("was",), CODES),
    Exempt(ProofRun, ("policy_version", "profile", "detectors", "detectors_sha256"), CODES),
)

"""Fields of this room, and the surfaces that no field of any room holds yet."""

from lib.surfaces import Claim, Exempt, When
from moderation.categories import Surface
from moderation.models import (
    BankedHash,
    Finding,
    PolicyActivation,
    PolicyVersion,
    Review,
    ReviewTransition,
    Scan,
)

CODES = "codes, ids, names of detectors and numbers that services write"

# Surfaces with policy rows of their own whose room is not built.
NOT_BUILT = {
    Surface.SCENE_DESCRIPTION: "nothing describes scenes yet",
    Surface.REFERENCE_IMAGE: "nobody can upload anything yet",
    Surface.COMMENT: "there are no comments yet",
    Surface.MESSAGE: "there are no messages yet",
}

SAID = (
    Claim(
        Review,
        "statement",
        (Surface.REPORT.value,),
        When.AFTER,
        "staff, who read it anyway; it is never kept from them",
    ),
    Exempt(Review, ("subject", "stage"), CODES),
    Exempt(ReviewTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(
        Scan,
        (
            *("subject", "stage", "policy_version", "profile", "audience", "verdict"),
            *("coverage", "detectors", "lacking", "gaps"),
        ),
        CODES,
    ),
    Exempt(Finding, ("detector", "version", "term"), CODES),
    Exempt(BankedHash, ("hash", "source", "added_by"), "a hash, a code of who gave it, and an id"),
    Exempt(
        PolicyVersion,
        ("version", "text", "sha256", "notes", "loaded_by"),
        "rules that staff wrote, and their notes, for staff",
    ),
    Exempt(
        PolicyActivation,
        ("from_version", "actor", "reason"),
        "a version, an id, and staff's reason, for staff",
    ),
)

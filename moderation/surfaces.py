"""Fields of this room, and the surfaces that no field of any room holds yet."""

from lib.surfaces import Claim, Exempt, When
from moderation.categories import Surface
from moderation.models import (
    BankCause,
    BankConfirmation,
    BankedHash,
    BankHit,
    BankTransition,
    Exchange,
    Finding,
    HashBank,
    Opinion,
    PolicyActivation,
    PolicyVersion,
    ProbingFinding,
    ProbingMember,
    ProbingTransition,
    RefusedText,
    Review,
    ReviewTransition,
    Scan,
    ShadowJudgement,
    ShadowPolicy,
    ShownHash,
    Term,
    TermBank,
)

CODES = "codes, ids, names of detectors and numbers that services write"
MOVED = ("from_state", "to_state", "actor", "reason")
BY_STAFF = "what staff write for staff, by whom, and codes"

# Surfaces with policy rows of their own whose room is not built.
NOT_BUILT = {
    Surface.COMMENT: "there are no comments yet",
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
    Exempt(ReviewTransition, MOVED, CODES),
    Exempt(BankTransition, MOVED, CODES),
    Exempt(ProbingTransition, MOVED, CODES),
    Exempt(
        Scan,
        (
            *("subject", "stage", "policy_version", "profile", "audience", "verdict"),
            *("coverage", "detectors", "lacking", "gaps"),
        ),
        CODES,
    ),
    Exempt(Finding, ("detector", "version", "term", "ruling", "basis"), CODES),
    Exempt(HashBank, ("name", "note"), BY_STAFF),
    Exempt(BankedHash, ("hash", "source", "added_by"), "a hash, a code of who gave it, and an id"),
    Exempt(BankedHash, ("external_id", "origin", "note"), BY_STAFF),
    Exempt(BankCause, ("cause",), BY_STAFF),
    Exempt(BankConfirmation, ("by",), BY_STAFF),
    Exempt(BankHit, ("subject", "who"), CODES),
    Exempt(ShownHash, ("subject", "hash"), "an id, and a hash from which no picture can be made"),
    Exempt(Exchange, ("name", "collection", "cursor", "failure"), BY_STAFF),
    Exempt(Opinion, ("hash", "external_id", "given_by", "failure"), BY_STAFF),
    Exempt(TermBank, ("name", "surfaces", "note", "added_by"), BY_STAFF),
    Exempt(Term, ("text", "folded", "source", "added_by"), BY_STAFF),
    Exempt(
        RefusedText,
        ("words", "subject", "origin"),
        "words that were refused already, kept encrypted for some days, for staff who decide",
    ),
    Exempt(ProbingFinding, ("method",), CODES),
    Exempt(ProbingMember, ("subject",), CODES),
    Exempt(ShadowPolicy, ("version", "sha256", "text", "by"), "rules that staff wrote, for staff"),
    Exempt(
        ShadowJudgement,
        ("policy_version", "policy_sha256", "verdict", "verdict_in_force"),
        CODES,
    ),
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

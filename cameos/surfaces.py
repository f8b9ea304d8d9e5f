"""Fields of this room that could hold words or media, and who judges them."""

from cameos.models import (
    AnchoredHead,
    Assessment,
    Attestation,
    AttestationSwitch,
    BlockedLikeness,
    BlockedSwitch,
    BlockedTransition,
    CameoGrant,
    CameoHold,
    CameoPermission,
    CameoRequest,
    CameoTransition,
    Capability,
    Character,
    CharacterTransition,
    ConsentAnchor,
    ConsentEntry,
    ConsentOpening,
    Enrolment,
    EnrolmentDecision,
    EnrolmentTransition,
    FaceTemplate,
    GrantTransition,
    ProcessorConsent,
    ReferenceClip,
    ReferenceImage,
    ReferenceTransition,
    Release,
    ReleaseAddress,
    RequestTransition,
    RestrictionConfirmation,
    Revocation,
    SentEvidence,
    UploadPrint,
)
from lib.surfaces import Claim, Exempt, When

CODES = "codes, ids and numbers that services write"
MOVED = ("from_state", "to_state", "actor", "reason")
CLOSED_LIST = "values of a closed list, each compiled to a fixed phrase that was judged"

SAID = (
    Exempt(CameoTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(CameoHold, ("cause",), CODES),
    Exempt(EnrolmentTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(Release, ("text_hash", "locale", "device", "address_commitment"), CODES),
    Exempt(ReleaseAddress, ("salt",), CODES),
    Exempt(ReleaseAddress, ("address",), "an address of the network, encrypted, for a dispute"),
    Exempt(Enrolment, ("device", "challenge", "upload_key", "problems"), CODES),
    Exempt(
        Assessment,
        (
            *("challenge_failures", "challenge_scores", "face_model", "attack_model"),
            *("thresholds_source", "near_blocked"),
        ),
        CODES,
    ),
    Exempt(EnrolmentDecision, ("reasons", "actor", "why"), CODES),
    Exempt(UploadPrint, ("digest", "pictures"), CODES),
    Exempt(ConsentEntry, ("actor", "commitment", "previous_hash", "row_hash"), CODES),
    Exempt(ConsentOpening, ("salt", "fact"), "ids, codes and hashes alone: facts.py refuses words"),
    Exempt(ConsentAnchor, ("document",), "hashes, numbers and a signature"),
    Exempt(AnchoredHead, ("salt",), "random bytes"),
    Exempt(FaceTemplate, ("kind", "version"), CODES),
    Exempt(FaceTemplate, ("sealed",), "the ciphertext of numbers that nobody is ever shown"),
    Exempt(
        ReferenceClip,
        ("storage_key",),
        "ciphertext of a recording that enrolment judges and that nobody is ever shown",
    ),
    Exempt(CharacterTransition, MOVED, CODES),
    Exempt(
        Character,
        (*("content_type", "upload_key", "problems", "kept_key", "kept_digest", "sheet_key"),),
        CODES,
    ),
    Exempt(ReferenceTransition, MOVED, CODES),
    Exempt(ReferenceImage, ("content_type", "upload_key", "problems", "kept_digest"), CODES),
    Exempt(
        ReferenceImage, ("origin",), "codes, and who signed it as the signature says, for staff"
    ),
    Claim(
        ReferenceImage,
        "kept_key",
        ("reference_image", "frame"),
        When.BEFORE,
        "its sender, by the picture's status and codes",
    ),
    Exempt(SentEvidence, ("subject", "storage_key", "sha256"), CODES),
    Exempt(Attestation, ("picture_digest", "statement_sha256", "locale"), CODES),
    Exempt(BlockedTransition, MOVED, CODES),
    Exempt(
        BlockedLikeness,
        (
            *("release_locale", "release_sha256", "proof_reference", "picture_keys"),
            "picture_digests",
        ),
        "codes, hashes, keys of sealed files and the number of a paper file",
    ),
    Exempt(
        BlockedLikeness,
        ("legal_basis", "contact"),
        "what staff note of a release on paper, encrypted, for staff",
    ),
    Exempt(BlockedSwitch, ("turned_on_by", "basis"), "staff's reason, for staff"),
    Exempt(AttestationSwitch, ("turned_on_by", "reason"), "staff's reason, for staff"),
    Claim(
        Character,
        "name",
        ("prompt", "profile"),
        When.AT_ONCE,
        "whoever wrote it, by the answer",
    ),
    Claim(
        CameoRequest,
        "note",
        ("message",),
        When.BEFORE,
        "nobody: the owner sees the request without it",
    ),
    Exempt(GrantTransition, MOVED, CODES),
    Exempt(RequestTransition, MOVED, CODES),
    Exempt(CameoPermission, ("scopes", "restrictions", "preferences"), CLOSED_LIST),
    Exempt(CameoGrant, ("scopes",), CLOSED_LIST),
    Exempt(Capability, ("job", "terms", "receipt_salt", "ended_for", "processor"), CODES),
    Exempt(
        ProcessorConsent, ("processor", "said", "text_hash"), "an operator's table, as agreed to"
    ),
    Exempt(RestrictionConfirmation, ("topics", "compiler"), CODES),
    Exempt(Revocation, ("counts",), CODES),
)

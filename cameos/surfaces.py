"""Fields of this room that could hold words or media, and who judges them."""

from cameos.models import (
    Assessment,
    CameoTransition,
    Enrolment,
    EnrolmentDecision,
    EnrolmentTransition,
    FaceTemplate,
    ReferenceClip,
    Release,
    ReleaseAddress,
    UploadPrint,
)
from lib.surfaces import Exempt

CODES = "codes, ids and numbers that services write"

SAID = (
    Exempt(CameoTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(EnrolmentTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(Release, ("text_hash", "locale", "device", "address_commitment"), CODES),
    Exempt(ReleaseAddress, ("salt",), CODES),
    Exempt(ReleaseAddress, ("address",), "an address of the network, encrypted, for a dispute"),
    Exempt(Enrolment, ("device", "challenge", "upload_key", "problems"), CODES),
    Exempt(
        Assessment,
        (
            *("challenge_failures", "challenge_scores", "face_model", "attack_model"),
            "thresholds_source",
        ),
        CODES,
    ),
    Exempt(EnrolmentDecision, ("reasons", "actor", "why"), CODES),
    Exempt(UploadPrint, ("digest",), CODES),
    Exempt(FaceTemplate, ("kind", "version"), CODES),
    Exempt(FaceTemplate, ("sealed",), "the ciphertext of numbers that nobody is ever shown"),
    Exempt(
        ReferenceClip,
        ("storage_key",),
        "ciphertext of a recording that enrolment judges and that nobody is ever shown",
    ),
)

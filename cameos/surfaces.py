"""Fields of this room that could hold words or media, and who judges them."""

from cameos.models import (
    AnchoredHead,
    CameoTransition,
    ConsentAnchor,
    ConsentEntry,
    ConsentOpening,
    FaceTemplate,
    ReferenceClip,
)
from lib.surfaces import Exempt

CODES = "codes, ids and numbers that services write"

SAID = (
    Exempt(CameoTransition, ("from_state", "to_state", "actor", "reason"), CODES),
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
)

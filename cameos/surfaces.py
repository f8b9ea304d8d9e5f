"""Fields of this room that could hold words or media, and who judges them."""

from cameos.models import CameoTransition, FaceTemplate, ReferenceClip
from lib.surfaces import Exempt

CODES = "codes, ids and numbers that services write"

SAID = (
    Exempt(CameoTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(FaceTemplate, ("kind", "version"), CODES),
    Exempt(FaceTemplate, ("sealed",), "the ciphertext of numbers that nobody is ever shown"),
    Exempt(
        ReferenceClip,
        ("storage_key",),
        "ciphertext of a recording that enrolment judges and that nobody is ever shown",
    ),
)

"""What people write in this room, what is made of it, and who judges it."""

from generation.models import (
    Asset,
    Attempt,
    FilmHold,
    InputImage,
    Job,
    JobTransition,
    Offer,
    ProcessorDebt,
    Script,
    StopSwitch,
)
from lib.surfaces import Claim, Exempt, When
from moderation.categories import Surface

MAKER = "its maker, by generation.failed or generation.delayed; what is doubtful, a reviewer"
CODES = "codes, ids and numbers that services write"

SAID = (
    Claim(
        Job,
        "prompt",
        (Surface.PROMPT.value, Surface.DIALOGUE.value),
        When.BEFORE,
        f"{MAKER}; nothing is drawn before",
    ),
    Claim(
        Job,
        "rendered_text",
        (Surface.PROMPT.value,),
        When.BEFORE,
        "nobody: the prompt goes on without what its subjects prefer",
    ),
    Claim(
        Job,
        "beats",
        (Surface.PROMPT.value, Surface.DIALOGUE.value),
        When.BEFORE,
        f"{MAKER}; each is judged, and all of them with the prompt",
    ),
    Claim(Script, "lines", (Surface.TRANSCRIPT.value,), When.BEFORE, MAKER),
    Claim(
        Asset,
        "storage_key",
        (
            Surface.FRAME.value,
            Surface.TRANSCRIPT.value,
            Surface.ON_SCREEN_TEXT.value,
            Surface.SCENE_DESCRIPTION.value,
        ),
        When.BEFORE,
        f"{MAKER}; refused bytes lie in quarantine",
    ),
    Exempt(Asset, ("moving_to", "then_to"), "where the same file will lie"),
    Exempt(Asset, ("sha256", "mime", "geometry"), "a hash, a type, and the places of tiles"),
    Exempt(Job, ("size", "engine", "screened_as"), "one of the engine's own values, checked"),
    Exempt(Job, ("subjects", "named"), CODES),
    Exempt(InputImage, ("digest",), CODES),
    Exempt(InputImage, ("origin",), "codes, and who signed it as the signature says, for staff"),
    Exempt(JobTransition, ("from_state", "to_state", "actor", "reason"), CODES),
    Exempt(Attempt, ("worker", "error_code", "outgoing"), CODES),
    Exempt(Attempt, ("record",), "what an engine notes for a second render, for workers alone"),
    Exempt(ProcessorDebt, ("engine", "server", "video", "last_answer"), CODES),
    Exempt(Offer, ("engine", "sizes", "seconds", "set_by"), CODES),
    Exempt(StopSwitch, ("engine", "engaged_by", "reason"), "staff's reason, for staff"),
    Exempt(FilmHold, ("cause",), CODES),
)

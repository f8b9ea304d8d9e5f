"""The clip of what is no human being: sealed as recordings are, and without any template."""

from typing import IO

from cameos.models import Cameo, CameoKey, CameoKind
from cameos.vault.process import require_likeness
from cameos.vault.recording import seal_recording
from lib.actors import Actor


def keep_clip(*, cameo: Cameo, clip: IO[bytes], actor: Actor) -> CameoKey:
    """As `keep_recording`, with no biometric purpose, for there is no face in it. Raises ValueError
    for the cameo of a person."""
    require_likeness()
    if cameo.kind != CameoKind.CHARACTER:
        raise ValueError("a person's recording is kept for a declared purpose")
    return seal_recording(cameo=cameo, templates=[], clips=[clip], actor=actor)

"""Who is shown: their faces for the scene, and a text that does not name them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError

from generation.engines.base import EngineError, Reference


def faces_of(references: Sequence[Reference]) -> tuple[Image.Image, ...]:
    """The best picture of each, upright and loaded. Raises EngineError."""
    return tuple(_loaded(reference) for reference in references)


def nameless(prompt: str, references: Sequence[Reference]) -> str:
    """The prompt without the mentions of who is shown: a handle is no thing to draw ("@moon_fan"),
    and whose face it is stands in no picture."""
    for reference in references:
        mention = re.compile(rf"(?<![\w@])@{re.escape(reference.handle)}(?!\w)", re.IGNORECASE)
        prompt = mention.sub("someone", prompt)
    return prompt


def _loaded(reference: Reference) -> Image.Image:
    try:
        with Image.open(reference.pictures[0]) as picture:
            return picture.convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        raise EngineError("reference_unreadable", permanent=False) from error

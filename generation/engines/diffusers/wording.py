"""The prompt as a model gets it."""

import re
from collections.abc import Sequence

from generation.engines.base import Reference

ORDINALS = ("first", "second", "third", "fourth")


def worded(prompt: str, references: Sequence[Reference]) -> str:
    """Nobody's handle: a model would draw its words ("@moon_fan"), and who it is stands in no
    picture. People are told apart by the order of their pictures."""
    for number, reference in enumerate(references):
        mention = re.compile(rf"(?<![\w@])@{re.escape(reference.handle)}(?!\w)", re.IGNORECASE)
        which = f"the {ORDINALS[number]} person" if len(references) > 1 else "the person"
        prompt = mention.sub(which, prompt)
    return prompt

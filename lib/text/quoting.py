"""What a text wants to be said: whatever stands between its double quotes."""

import re

MAX_LINES = 6
QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")


def quotes(prompt: str) -> tuple[str, ...]:
    """What stands between double quotes, straight or curly. A quote left open quotes nothing."""
    found = (" ".join(match.split()) for match in QUOTED.findall(prompt))
    return tuple(text for text in found if text)[:MAX_LINES]

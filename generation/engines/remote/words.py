"""The words that leave: nobody's handle is among them."""

from __future__ import annotations

import re

# Wider than what a handle may be, so that no spelling of one is left over.
HANDLE = re.compile(r"(?<![\w@.])[@\uff20]\w[\w.]*")


def leaving(prompt: str) -> str:
    """The prompt without mentions, of who is shown and of anybody else: a handle says who asks for
    whom. The point that ends a sentence stays."""
    return HANDLE.sub(_someone, prompt)


def _someone(found: re.Match[str]) -> str:
    return "someone" + "." * (len(found[0]) - len(found[0].rstrip(".")))

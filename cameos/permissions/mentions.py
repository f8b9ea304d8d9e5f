"""Who is mentioned in a prompt (C23)."""

import re

from accounts.handles.folding import fold

MOST_SUBJECTS = 2  # C23
# A handle after an @ that stands in no word, as in an address.
MENTION = re.compile(r"(?<![\w@.])@([A-Za-z0-9_.]{3,20})", re.ASCII)


def mentioned(prompt: str) -> frozenset[str]:
    """The keys of the handles that a prompt mentions; a point at the end may end the sentence."""
    found = MENTION.findall(prompt)
    return frozenset(fold(one) for handle in found for one in (handle, handle.rstrip(".")))


def without_mentions(prompt: str, keys: frozenset[str]) -> str:
    """The prompt without mentions of these people: a handle may spell what its owner refuses."""

    def replaced(match: re.Match[str]) -> str:
        names = {fold(match[1]), fold(match[1].rstrip("."))}
        return "someone" if names & keys else match[0]

    return MENTION.sub(replaced, prompt)

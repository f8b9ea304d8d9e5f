"""Counting words that teens and adults use at different rates; texts go in, numbers come out."""

import re
from collections import Counter
from collections.abc import Iterable

_YOUNG = r"(?:1[3-7]|thirteen|fourteen|fifteen|sixteen|seventeen)"
_SUBJECT = r"(?:math|maths|algebra|geometry|biology|chemistry|history|gym|pe|art|science)"


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


GROUPS: dict[str, re.Pattern[str]] = {
    # Of oneself alone: a prompt about a fifteen-year-old says nothing of who wrote it.
    "own_age": _any(
        rf"(?:i'?m|i am|im|me being) (?:only |just |almost |still |turning )?{_YOUNG}"
        r"(?! (?:minutes|hours|days|weeks|months|percent|kilo\w*|km|miles|feet|meters|dollars))",
        r"my (?:13th|14th|15th|16th|17th|thirteenth|fourteenth|fifteenth|sixteenth) birthday",
        r"i'?m in (?:7th|8th|9th|10th|11th|seventh|eighth|ninth|tenth|eleventh) grade",
        r"i'?m a (?:freshman|sophomore) in high school",
    ),
    "school": _any(
        *("homework", "classroom", "school", "teacher", "detention", "cafeteria", "recess"),
        *("locker", "prom", "yearbook", "school bus", "spelling bee", "science fair", "pop quiz"),
    ),
    "own_school": _any(
        r"my (?:school|class|teacher|locker|homework|classmates|principal|middle school)",
        rf"(?:my|our) {_SUBJECT} (?:class|teacher|test|homework)",
        r"our (?:school|class|teacher|principal)",
        r"(?:after|before|at|from|skipping) school",
    ),
    "own_home": _any(
        r"my (?:mom|mum|dad|parents|stepdad|stepmom)(?:'s)?",
        r"my (?:little|big|baby|annoying) (?:brother|sister)",
        *("grounded", "curfew", "allowance", "my bedtime"),
    ),
    "play": _any(
        *("roblox", "minecraft", "fortnite", "pokemon", "skibidi", "rizz", "sigma", "brainrot"),
        *("gyatt", "npc", "slime", "anime", "kpop", "k-pop", "plushie", "kawaii", "lego"),
        r"no cap",
        r"fr fr",
    ),
    "grown_up": _any(
        r"my (?:wife|husband|fianc\w+|boss|coworkers?|colleagues?|kids?|son|daughter|job|office)",
        r"my (?:students|clients|landlord|mortgage|career|employees|grandkids|grandson)",
        *("mortgage", "deadline", "taxes", "retirement", "commute", "salary", "wedding"),
        r"(?:our|my) (?:anniversary|startup|invoice)",
    ),
    # Stretched words, shouted marks, faces.
    "lively": re.compile(
        r"([a-z])\1\1+|!!+|\blol\b|\bomg\b|[\U0001f300-\U0001faff]", re.IGNORECASE
    ),
}
WORD = re.compile(r"\w+(?:'\w+)?")


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How many texts and words there are, and how often each group was hit."""
    total: Counter[str] = Counter()
    for text in texts:
        total["texts"] += 1
        total["words"] += sum(1 for _ in WORD.finditer(text))
        for name, pattern in GROUPS.items():
            total[name] += sum(1 for _ in pattern.finditer(text))
    return total

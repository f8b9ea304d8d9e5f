"""People under 18 by what they are called, with what only sounds like them left out."""

import re
from collections.abc import Iterator

from moderation.detectors.minors.ages import adult_ages
from moderation.detectors.minors.wording import Wording

BLANK = "\N{WHITE SQUARE}"
# "A 30-year-old girl": these words say nothing against an age. "Schoolgirl" does.
GROWN_UP = re.compile(r"(?:\s+[^\W_]+){0,2}?\s+(?:girl|boy|kid|teen|teenager|baby)s?(?![^\W_])")
YOUNG_ANIMALS = re.compile(r"(?:baby|babies|juvenile|infant|newborn|orphan|girl|boy|kid|teenage)")


def young_people(text: str, wording: Wording) -> Iterator[tuple[int, int]]:
    """Where a folded reading, after `without_nobody`, names somebody who is under 18."""
    for pattern in (wording.people, wording.minors, wording.pupils):
        for match in pattern.finditer(text):
            if not _is_animal(text, match, wording):
                yield match.span()
    for sign in wording.signs:
        if (place := text.find(sign)) >= 0:
            yield place, place + len(sign)


def without_nobody(text: str, wording: Wording) -> str:
    """The same text, as long, with squares for the phrases that speak of nobody under 18."""
    text = wording.nobody.sub(lambda match: BLANK * len(match[0]), text)
    for _, end in adult_ages(text):
        if match := GROWN_UP.match(text, end):
            text = text[:end] + BLANK * len(match[0]) + text[match.end() :]
    return text


def _is_animal(text: str, match: re.Match[str], wording: Wording) -> bool:
    """Baby elephants: a young thing's name with an animal after it, one word between at most."""
    if not YOUNG_ANIMALS.fullmatch(match[0]):
        return False
    words = re.compile(r"\s+([^\W_]+)(?:\s+([^\W_]+))?").match(text, match.end())
    if not words:
        return False
    first_is_link = words[1] in {"and", "with", "or", "on", "in", "is", "riding", "holding"}
    return bool(wording.animals.match(text, words.start(1))) or bool(
        words[2] and not first_is_link and _adjective(words[1])
        and wording.animals.match(text, words.start(2))
    )  # fmt: skip


def _adjective(word: str) -> bool:
    """Of the words that come between: sizes, colours and kinds, never a verb in -s or -ing."""
    return not word.endswith(("s", "ing", "ed")) and len(word) > 2

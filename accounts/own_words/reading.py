"""Whether a text says that whoever wrote it is under 13, or 13 to 17. Precision before recall: a
jest that freezes an account costs somebody their account, a missed statement one signal of many."""

import re
from collections.abc import Iterator

from accounts.ages import OF_AGE, YOUNGEST, today
from accounts.models import AgeBand
from accounts.own_words import wording as w

LEAST = 6  # younger people write nothing here; such numbers are measures and jests
LEAST_BARE = 9  # "I'm 7" alone is as often a place, a score or a shirt
# Ages at the start of a school year, United States (NCES): grade 6 is 11, grade 11 is 16.
GRADE_STARTS_AT = 5
LAST_YOUNG_GRADE, LAST_TEEN_GRADE = 6, 11


def said_band(text: str, *, of_oneself: bool) -> AgeBand | None:
    """UNDER_13 or TEEN where `text` says so in the first person, else None.

    `of_oneself`: the text is about its author, as a profile is, so that "12 y/o" between two bars
    is a statement, too. A text that also says an adult's age says nothing.
    """
    text = w.plain(text)
    if w.UNREAL.search(text) or w.GROWN.search(text):
        return None
    bands = set(_stated(text))
    if of_oneself:
        bands |= {band for part in w.PARTS.split(text) if (band := _part(part.strip()))}
    if AgeBand.UNDER_13 in bands:
        return AgeBand.UNDER_13
    return AgeBand.TEEN if AgeBand.TEEN in bands else None


def _stated(text: str) -> Iterator[AgeBand]:
    for sentence in w.SENTENCES.split(text):
        for pattern in w.NOW:
            yield from _bands(pattern, sentence)
        yield from _bands(w.BARE, sentence, least=LEAST_BARE)
        for pattern in w.NEARLY:
            yield from _bands(pattern, sentence, before=1)
        for pattern in w.SCHOOL_YEAR:
            for match in _meant(pattern, sentence):
                if 1 <= (grade := w.value(match[1])) <= LAST_TEEN_GRADE:
                    yield AgeBand.UNDER_13 if grade <= LAST_YOUNG_GRADE else AgeBand.TEEN
        if any(_meant(w.YOUNGER_SCHOOL, sentence)):
            yield AgeBand.UNDER_13
        if any(_meant(w.OLDER_SCHOOL, sentence)):
            yield AgeBand.TEEN
        for match in _meant(w.BORN, sentence):
            if band := _band(today().year - int(match[1])):  # the oldest that they can be
                yield band


def _bands(
    pattern: re.Pattern[str], sentence: str, *, least: int = LEAST, before: int = 0
) -> Iterator[AgeBand]:
    for match in _meant(pattern, sentence):
        said = w.value(match[1])
        if said >= least and (band := _band(said - before)):
            yield band


def _meant(pattern: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """Matches that are the author's own, and of now."""
    for match in pattern.finditer(sentence):
        earlier = sentence[: match.start()]
        clause = w.CLAUSES.split(earlier)[-1]
        not_so = w.NOT_SO.search(clause) or w.SPOKEN.search(earlier) or w.LABEL.search(earlier)
        if not not_so and not w.AFTERWARDS.search(sentence[match.end() :]):
            yield match


def _part(part: str) -> AgeBand | None:
    match = w.PART.fullmatch(part)
    said = w.value(match[1] or match[2]) if match else 0
    return _band(said) if said >= LEAST else None


def _band(age: int) -> AgeBand | None:
    if not LEAST - 1 <= age < OF_AGE:
        return None
    return AgeBand.UNDER_13 if age < YOUNGEST else AgeBand.TEEN

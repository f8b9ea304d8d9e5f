"""Ages said outright: "nine-year-old", "9 y/o", "aged 12", "turns 13", "her fifth birthday"."""

import re
from collections.abc import Callable, Iterator

from moderation.detectors.minors.numbers import NUMBER, ORDINAL, value
from moderation.detectors.minors.wording import END, HEDGE, START, Wording

ADULT = 18  # of age in most of the world; the product's own line
SCHOOL_GRADES = 12
YEARS_OLD = (
    r"(?:years? old|years?olds?|yrs?olds?|yrs? old|year olds|yr olds|y\.?/?o\.?|y o|years? of age"
    r"|yrs? of age)"
)
YOUNGER = r"(?:months?|mos?|weeks?|days?) olds?"
SOMEBODY = (
    r"(?:boy|girl|child|kid|son|daughter|student|pupil|brother|sister|she|he|they|i|who|youngest"
    r"|contestant|player|singer|dancer|actor|actress|gymnast|swimmer|athlete|niece|nephew|cousin"
    r"|grandson|granddaughter|friend|winner|twins?)"
)
IS = (
    r"(?:'s|'m|'ll be|is|was|am|are|were|will be|would be|may be|might be|must be|cannot be|just"
    r" turned|turned|of|only|barely|just|looks?|looked|seems?(?: to be)?|appears?(?: to be)?"
    r"|looks like)"
)
CLOSED = (
    r"(?=[^\w ]|$| $| (?:and|but|today|tomorrow|years?|when|with|or|in may|this|next"
    r"|on|soon|going|in love|already|now|reads|plays|sings|sits|stands|walks|wears|holds|dances)\b)"
)

HALF = r"(?: and (?:a half|a quarter|three quarters)| 1/2)?"
OLD = re.compile(rf"{START}({NUMBER}){HALF} ?(?:{YEARS_OLD}){END}")
MONTHS = re.compile(rf"{START}(?:{NUMBER}) {YOUNGER}(?![^\W_])")
AGED = re.compile(
    rf"{START}(?:aged?|ages|ages of|age of|age is|age group|age range) ?:? ?"
    rf"(?:{HEDGE} |between )?({NUMBER})"
    r"(?![^\W_])"
)
IN_AGE = re.compile(rf"{START}({NUMBER}) in age(?![^\W_])")
IS_AGE = re.compile(rf"{START}{SOMEBODY}(?:,| who)? ?{IS} (?:{HEDGE} )*({NUMBER}){CLOSED}")
TURNS = re.compile(rf"{START}(?:turns|turning|turned|turn) ({NUMBER}){CLOSED}")
BIRTHDAY = re.compile(rf"{START}({ORDINAL}) (?:birthday|bday|b day)(?![^\W_])")
UNITS = (
    r"(?:minutes?|seconds?|hours?|days?|weeks?|months?|degrees?|percent|feet|foot|miles?|met(?:er|re)s?"
    r"|km|kg|pounds?|dollars?|euros?|points?|people|steps?|calories)"
)
UNDER = re.compile(
    rf"{START}(?:under|below|younger than) ({NUMBER})(?! ?{UNITS}|[%°])"
    rf"(?: years| yrs|{CLOSED}|(?<=1[4-8]) )"
)
UP_TO = re.compile(
    rf"{START}(?:u|under) ?({NUMBER})s? (?:players?|teams?|squads?|sides?|league|cup|match|game"
    r"|final|tournament|championships?|girls|boys|football|soccer|hockey|category)(?![^\W_])"
)
RANGE = re.compile(rf"{START}all (?:of them )?({NUMBER}) (?:to|and|or) {NUMBER}{CLOSED}")
WHOM = r"(?:he|she|they|i|his|her|my|their)"
# Ages that stand alone: "Hanna, 15, films", "Seventeen and proud, she", "At fourteen, he". Up to
# twelve, "at nine" is an hour.
APART = re.compile(r"(?<=[^\W\d_]), (\d{1,2})(?:,(?! ?\d)|$|\.$)")
OPENING = re.compile(
    rf"(?:^|[.!?;] )(?:{HEDGE} )*({NUMBER})(?: (?:and|but) [^\W\d_]+)?(?: yet)?, {WHOM}\b"
)
NAMED = re.compile(
    r"(?<!\bno)(?<!\bstep)(?<!\bfigure)(?<!\btable)(?<!\bchapter)(?<!\bpart)(?<!\bpage)"
    r"(?<!\bscene)(?<!\bshot)(?<!\btake)(?<!\broute)(?<!\bversion)(?<!\bnumber)(?<!\bitem)"
    r"(?<=[^\W\d_]) \((\d{1,2})\)"
)
AT = re.compile(rf"{START}at (1[3-7]|(?:thir|four|fif|six|seven)teen),? {WHOM}\b")
CANDLES = re.compile(
    rf"{START}({NUMBER}) candles (?:on|for) (?:\w+ )?(?:birthday )?(?:cake|her|him)"
)
TEENS = re.compile(
    rf"{START}(?:thirteen|fourteen|fifteen|sixteen|teen) something(?![^\W_])"
    r"|\bin (?:her|his|their|its|my|our|your) (?:early |mid |late )?teens\b"
)
GRADE = re.compile(
    rf"{START}({ORDINAL}) (?:grade|grader|graders|former|formers)(?![^\W_])"
    r"(?! (?:burns?|sprains?|tumou?rs?|injur|fever|material|steel|oak|leather|quality))"
)
PUPIL = r"(?:students?|pupils?|class(?:es)?|kids?|girls?|boys?|child|children)"
GRADE_NUMBER = re.compile(rf"{START}(?:grade|year) ({NUMBER}) {PUPIL}(?![^\W_])")
IN_GRADE = re.compile(
    rf"{START}{PUPIL} (?:of|in|from) (?:the )?(?:grade|year|form|class) ({NUMBER})(?![^\W_])"
)
NEXT_WORD = re.compile(r" ?([^\W_][\w']*)")
HUMAN = re.compile(rf"{START}{SOMEBODY}{END}")
OF = re.compile(r" (?:of|for)(?: the| a| an| my| our| his| her| their)?(?= )")
STOPS = frozenset(
    (*("and", "or", "with", "who", "is", "was", "in", "on", "at", "of", "to", "from", "by"),
     *("for", "the", "a", "an", "as", "while", "that", "playing"),
     *("can", "could", "may", "might", "will", "would", "shall", "should", "must", "do", "does"),
     *("did", "has", "have", "had", "not", "his", "her", "their", "my", "your", "our"))
)  # fmt: skip
LINK = re.compile(
    r"(?:[ ,(]|\b(?:is|was|are|that|which|has been|just|only|now|about|turns|almost|nearly|'s)\b)+$"
)


def young_ages(text: str, wording: Wording) -> Iterator[tuple[int, int]]:
    """Where a folded reading gives somebody an age under 18."""
    for pattern, owned in ((OLD, owner_is_a_thing), (AGED, thing_before), (IN_AGE, thing_before)):
        yield from _young(pattern, text, wording, owned)
    yield from _young(BIRTHDAY, text, wording, birthday_of_a_thing)
    for pattern in (IS_AGE, TURNS, UNDER, UP_TO, RANGE, wording.roles, wording.bracketed):
        yield from _young(pattern, text, wording, thing_before)
    for match in MONTHS.finditer(text):
        if not owner_is_a_thing(text, match.start(), match.end(), wording):
            yield match.span()
    for pattern in (APART, OPENING, NAMED, AT, CANDLES):
        yield from _young(pattern, text, wording, nobody_else)
    yield from (match.span() for match in TEENS.finditer(text))
    for pattern in (GRADE, GRADE_NUMBER, IN_GRADE):
        for match in pattern.finditer(text):
            if 0 < value(match[1]) <= SCHOOL_GRADES + 1:
                yield match.span()


def _young(
    pattern: re.Pattern[str],
    text: str,
    wording: Wording,
    owned: Callable[[str, int, int, Wording], bool],
) -> Iterator[tuple[int, int]]:
    limit = ADULT + (pattern in (UNDER, UP_TO))
    for match in pattern.finditer(text):
        young = value(match[1]) < limit
        if young and not owned(text, match.start(), match.end(), wording):
            yield match.span()


def adult_ages(text: str) -> Iterator[tuple[int, int]]:
    """Where it gives somebody an age of 18 or more, with the words after it that it describes."""
    for match in OLD.finditer(text):
        if value(match[1]) >= ADULT:
            yield match.span()


def nobody_else(text: str, start: int, end: int, wording: Wording) -> bool:
    """These patterns are of people alone."""
    return False


def owner_is_a_thing(text: str, start: int, end: int, wording: Wording) -> bool:
    """Whether whisky, a dog or a house is so old, not a person."""
    return _thing_after(text, end, wording) or thing_before(text, start, end, wording)


def birthday_of_a_thing(text: str, start: int, end: int, wording: Wording) -> bool:
    """ "The company's tenth birthday" and "the tenth birthday of the company"."""
    of = OF.match(text, end)
    return thing_before(text, start, end, wording) or bool(
        of and _thing_after(text, of.end(), wording)
    )


def _thing_after(text: str, end: int, wording: Wording) -> bool:
    """By the first noun that is known among the three words that follow, before any verb.

    "Ten-year-olds" are people, or animals that are named before. What is a verb as well as a noun
    is one in -s, and any other word in -s is taken for a verb.
    """
    did = text[:end].endswith("olds")
    for _ in range(3):
        if did or not (word := NEXT_WORD.match(text, end)) or word[1] in STOPS:
            return False
        if HUMAN.match(text, word.start(1)):
            return False
        if found := wording.things.match(text, word.start(1)):
            plural = found[0].endswith("s")
            return not (plural and found[0].rstrip("s") in wording.also_verbs)
        did = word[1].endswith("s") and not word[1].endswith(("ss", "'s"))
        end = word.end()
    return False


def thing_before(text: str, start: int, end: int, wording: Wording) -> bool:
    """Whether a thing stands right before, perhaps with its verb: "my dog is", "whisky aged"."""
    before = LINK.sub("", text[max(0, start - 40) : start])
    words = re.findall(r"[^\W_][\w']*", before)
    last = " ".join(words[-1:]).removesuffix("'s")
    return last == "it" or (bool(last) and wording.things.fullmatch(last) is not None)

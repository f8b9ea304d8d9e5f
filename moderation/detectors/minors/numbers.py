"""Numbers from 0 to 99 in digits and in English words."""

import re

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
VALUES = {word: value for value, word in enumerate(UNITS)}
VALUES |= {word: value for value, word in enumerate(ORDINALS)}
VALUES |= {word: 10 * value for value, word in enumerate(TENS, start=2)}

_units = "|".join(sorted(UNITS, key=len, reverse=True))
_tens = "|".join(TENS)
_ordinals = "|".join(sorted(ORDINALS, key=len, reverse=True))
# One number; groups are for the caller. "hundred" is no age that matters here, and must not match.
NUMBER = (
    rf"(?<!hundred )(?<!hundred and )(?:\d{{1,3}}(?:\.\d)?|"
    rf"(?:{_tens})(?: (?:{_units}))?|(?:{_units}))"
    r"(?! hundred| thousand|\d)"
)
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:(?:{_tens}) )?(?:{_ordinals}))"
DIGITS = re.compile(r"\d+")


def value(text: str) -> int:
    """What a match of NUMBER or ORDINAL says; a fraction is rounded down."""
    if digits := DIGITS.match(text):
        return int(digits[0])
    return sum(VALUES[word] for word in text.split())

"""How numbers are read aloud in English."""

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
LARGEST = 999_999


def number_words(number: int) -> tuple[str, ...] | None:
    """Up to 999,999; larger numbers are read in too many ways, so None."""
    if not 0 <= number <= LARGEST:
        return None
    if number < 20:
        return (ONES[number],)
    if number < 100:
        return (TENS[number // 10 - 2], *_rest(number % 10))
    if number < 1000:
        rest = _rest(number % 100)
        return (ONES[number // 100], "hundred", *(("and", *rest) if rest else ()))
    thousands = number_words(number // 1000) or ()
    return (*thousands, "thousand", *_rest(number % 1000))


def _rest(number: int) -> tuple[str, ...]:
    return (number_words(number) or ()) if number else ()

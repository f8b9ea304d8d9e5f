"""What of a long text is read together.

A bad sentence among much harmless text is averaged away in one long window. So a long text is
read twice: in windows of the encoder's length, which see the context, and sentence by sentence,
which benign padding cannot reach. Every token is in at least one window of each kind.
"""

from collections.abc import Iterator, Sequence

from moderation.detectors.minilm.encoder import WINDOW

OVERLAP = 64  # tokens that neighbouring long windows share
SHORT = 48  # tokens; the training rows are sentences of this length (median 17, p90 30)
SHORT_OVERLAP = 16
LEAST = 6  # tokens; what is shorter is read together with what follows
ENDS = frozenset(".!?;\n\u2026\u3002")

Range = tuple[int, int]


def windows(text: str, places: Sequence[tuple[int, int]]) -> list[Range]:
    """Ranges of tokens [first, last) to read, for tokens that stand at `places` in `text`."""
    count = len(places)
    found = list(slices(0, count, size=WINDOW, overlap=OVERLAP))
    if count > SHORT:
        for first, last in _sentences(text, places):
            found += slices(first, last, size=SHORT, overlap=SHORT_OVERLAP)
    return list(dict.fromkeys(found))


def slices(first: int, last: int, *, size: int, overlap: int) -> Iterator[Range]:
    """[first, last) in slices of at most `size`, neighbours sharing `overlap`."""
    while last - first > size:
        yield first, first + size
        first += size - overlap
    yield first, last


def _sentences(text: str, places: Sequence[tuple[int, int]]) -> Iterator[Range]:
    first = 0
    for token, (start, end) in enumerate(places, start=1):
        following = places[token][0] if token < len(places) else len(text)
        if token - first >= LEAST and not ENDS.isdisjoint(text[start : max(end, following)]):
            yield first, token
            first = token
    if first < len(places):
        yield first, len(places)

"""One text made ready: its tokens, the windows to look through, or why it cannot be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.detectors.minilm.encoder import UNKNOWN
from moderation.detectors.minilm.identifying import has_foreign_sentence
from moderation.detectors.minilm.language import foreign, strange_script
from moderation.detectors.minilm.windows import SHORT, Range, windows

if TYPE_CHECKING:
    from tokenizers import Encoding

MOST_TOKENS = 3200  # 8,000 characters of English are 1,800; more is no prose, and would take long
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """`refusal` says why the encoder cannot judge the text: script, language, density; or None."""

    ids: Sequence[int]
    places: Sequence[tuple[int, int]]
    windows: Sequence[Range]
    refusal: str | None

    def tokens(self, window: Range) -> Sequence[int]:
        return self.ids[slice(*window)]

    def place(self, window: Range) -> tuple[int, int]:
        """Where a window stands in the text as it was given, in characters."""
        first, last = window
        if first == last:
            return 0, 0
        return self.places[first][0], self.places[last - 1][1]


def read(tokens: Callable[[str], Encoding], text: str) -> Reading:
    """Tokenises `text`. A refused text still has windows: training and measuring look at them."""
    plain, origins = straightened(text)
    encoding = tokens(plain)
    places = encoding.offsets
    if origins is not None:
        places = [(origins[start], origins[end - 1] + 1) for start, end in places]
    found = windows(text, places)
    return Reading(encoding.ids, places, found, _refusal(plain, encoding, found))


def straightened(text: str) -> tuple[str, Sequence[int] | None]:
    """Letters in fancy dress (full width, mathematical, circled) as plain ones, and without the
    characters that nobody sees (zero width, soft hyphens, directions).

    With it the place each character came from, or None where nothing was changed.
    """
    if text.isascii():
        return text, None
    dressed = [(plain, at) for at, char in enumerate(text) for plain in _plain(char)]
    return "".join(plain for plain, _ in dressed), [at for _, at in dressed]


def _plain(char: str) -> str:
    if unicodedata.category(char) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() else char


def has_words(text: str) -> bool:
    """Whether there is anything to read: below two letters there is not."""
    return sum(map(str.isalpha, text)) >= LEAST_LETTERS


def _refusal(text: str, encoding: Encoding, found: Sequence[Range]) -> str | None:
    if len(encoding.ids) > MOST_TOKENS:
        return "density"
    if strange_script(text):
        return "script"
    unknown = (place for place, token in zip(encoding.offsets, encoding.ids, strict=True)
               if token == UNKNOWN)  # fmt: skip
    if any(any(map(str.isalpha, text[start:end])) for start, end in unknown):
        return "language"
    looks = [window for window in found if window[1] - window[0] <= SHORT] or found
    if any(foreign(_words(text, encoding, window)) for window in looks):
        return "language"
    return "language" if has_foreign_sentence(text) else None


def _words(text: str, encoding: Encoding, window: Range) -> list[tuple[str, int]]:
    """The words of a window with the number of pieces each breaks into."""
    pieces: dict[int | None, list[tuple[int, int]]] = {}
    for token in range(*window):
        pieces.setdefault(encoding.word_ids[token], []).append(encoding.offsets[token])
    return [(text[places[0][0] : places[-1][1]], len(places)) for places in pieces.values()]

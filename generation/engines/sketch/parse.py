import re

from generation.engines.sketch.dialogue import without_quotes
from generation.engines.sketch.lexicon import (
    as_colour,
    as_count,
    as_motion,
    as_thing,
    default_place,
)
from generation.engines.sketch.phrase import Cast, Phrase
from generation.engines.sketch.saying import Saying
from generation.engines.sketch.scene import Scene
from generation.engines.sketch.words.grammar import (
    BREAKS,
    DEFINITE,
    DIRECTIONS,
    NEGATIONS,
    SHADES,
    SIZES,
    SPEEDS,
)
from generation.engines.sketch.words.places import (
    HOUR_WORDS,
    PLACE_WORDS,
    WEATHER_WORDS,
    Hour,
    Place,
    Weather,
)

MAX_WORDS = 400
TREES = frozenset({"pine", "palm"})
WORD = re.compile(r"[a-z]+|\d{1,3}|[,.;:!?]")


def parse(prompt: str) -> Scene:
    """What the prompt asks to see. Never raises; words that are not known are not drawn.

    Spoken dialogue is no description, so it is left out. An adjective, a number or a participle
    belongs to the noun after it; a verb or an adverb after a noun belongs to that noun, and so does
    what is said of it ("the ball is blue"). "The ball" after "a ball" is the same one. Each line
    may move all of it to another place, as a remix does; within a line the first place counts.
    """
    reader, left = _Reader(), MAX_WORDS
    for line in without_quotes(prompt).lower().splitlines():
        words = WORD.findall(line)[:left]
        left -= len(words)
        reader.begins_line()
        for word in words:
            reader.read(word)
    reader.settle()
    return reader.scene()


class _Reader:
    def __init__(self) -> None:
        self._phrase = Phrase()
        self._cast = Cast()
        self._saying = Saying()
        self._place: Place | None = None
        self._place_of_line: Place | None = None
        self._hour: Hour | None = None
        self._weather = Weather.CLEAR
        self._beside: tuple[str, Phrase] | None = None
        self._next_beside: tuple[str, Phrase] | None = None
        self._tint: tuple[int, int, int] | None = None

    def begins_line(self) -> None:
        self.read(".")
        self._place_of_line = None

    def read(self, word: str) -> None:
        self._beside, self._next_beside = self._next_beside, None
        _ = (
            self._reads_break(word)
            or self._reads_adjective(word)
            or self._reads_setting(word)
            or self._reads_noun(word)
            or self._reads_verb(word)
            or self._saying.reads(word, named=self._cast.spoken_of is not None)
            or self._saying.meets_unknown(self._phrase)
        )

    def settle(self) -> None:
        """A phrase that no noun ended may have been said of the thing before it."""
        if self._saying.describes and self._phrase.opened:
            if not self._phrase.negated:
                self._cast.describe(self._phrase)
            self._phrase = Phrase()

    def _reads_break(self, word: str) -> bool:
        count = as_count(word)
        if word in NEGATIONS or word == "," or word in BREAKS or count is not None:
            self.settle()
            self._saying.breaks_at(word)
        if word in NEGATIONS:
            self._phrase = Phrase(negated=True, opened=True)
            return True
        if word == "," and self._phrase.negated:
            self._phrase = Phrase()
            return True
        if word in BREAKS:
            self._phrase = Phrase(negated=self._phrase.negated and word == "of")
            return True
        if count is None:
            return False
        if count > 1 or not self._phrase.count:
            definite = word == DEFINITE or self._phrase.definite
            negated = self._phrase.negated
            self._phrase = Phrase(count=count, negated=negated, opened=True, definite=definite)
        return True

    def _reads_adjective(self, word: str) -> bool:
        phrase = self._phrase
        if (colour := as_colour(word)) is not None:
            phrase.colour = colour
        elif word in SHADES:
            phrase.shade = SHADES[word]
        elif word in SIZES:
            phrase.size = SIZES[word]
        else:
            return False
        phrase.opened = True
        return True

    def _reads_setting(self, word: str) -> bool:
        if word in HOUR_WORDS:
            self._hour = HOUR_WORDS[word]
        elif word in WEATHER_WORDS:
            self._weather = WEATHER_WORDS[word]
        elif word in PLACE_WORDS:
            self._set_place(PLACE_WORDS[word])
        else:
            return False
        return True

    def _set_place(self, place: Place) -> None:
        """The sky is over everything: it is the place only where no other is named."""
        if not self._phrase.negated:
            if place is Place.SKY:
                self._tint = self._phrase.painted() or self._tint
            if self._place is None or (
                place is not Place.SKY and self._place_of_line in (None, Place.SKY)
            ):
                self._place = self._place_of_line = place
        self._phrase = Phrase()
        self._saying.describes = False

    def _reads_noun(self, word: str) -> bool:
        """Of two nouns side by side the last is meant ("fish tank"), but for kinds of tree."""
        found = as_thing(word)
        if found is None:
            return False
        name, plural = found
        if self._beside is not None:
            first, self._phrase = self._beside
            self._cast.unname()
            name = first if name == "tree" and first in TREES else name
        if not self._phrase.negated:
            self._cast.name(name, self._phrase, plural=plural)
            self._saying.names()
            self._next_beside = (name, self._phrase)
        self._phrase = Phrase()
        return True

    def _reads_verb(self, word: str) -> bool:
        """Before its noun a participle waits in the phrase; after it, it is that noun's."""
        if (motion := as_motion(word)) is not None:
            if self._phrase.opened or not self._cast.groups:
                self._phrase.motion = motion
            else:
                self._cast.set_motion(motion)
            self._saying.reads(word, named=bool(self._cast.groups))
        elif word in SPEEDS:
            if self._phrase.opened or not self._cast.groups:
                self._phrase.speed = SPEEDS[word]
            else:
                self._cast.set_speed(SPEEDS[word])
        elif word in DIRECTIONS:
            self._cast.set_heading(DIRECTIONS[word])
        else:
            return False
        return True

    def scene(self) -> Scene:
        actors = self._cast.actors()
        place = self._place
        weather = self._weather
        if place is None and weather is Weather.SNOW:
            place = Place.SNOW
        if place is Place.SNOW:
            weather = Weather.SNOW
        if place is None and not actors and (self._hour or weather is Weather.RAIN):
            place = Place.FIELD
        return Scene(
            place=place or default_place(actors),
            hour=self._hour or (Hour.NIGHT if any(a.thing == "moon" for a in actors) else Hour.DAY),
            weather=weather,
            tint=self._tint,
            actors=actors,
        )

from dataclasses import dataclass

from generation.engines.sketch.phrase import Phrase
from generation.engines.sketch.words.grammar import (
    DENIALS,
    JOINS,
    LINKS,
    MAKERS,
    PRONOUNS,
    SENTENCE_ENDS,
)


@dataclass(slots=True)
class Saying:
    """Whether words that no noun follows are said of the thing before them.

    `about`: this clause has named a thing. `makes`: it says to make something of things.
    `describes`: what is read now is said of the thing.
    """

    about: bool = False
    makes: bool = False
    describes: bool = False

    def names(self) -> None:
        """A thing was named."""
        self.about, self.describes = True, self.makes

    def reads(self, word: str, *, named: bool) -> bool:
        """`named`: a thing that "it" can stand for."""
        if word in PRONOUNS and named:
            self.names()
            return True
        if word in MAKERS and not self.about:
            self.makes = True
            return True
        if word in LINKS:
            self.describes = self.about
            return True
        if word in DENIALS:
            self.describes = False
            return True
        return False

    def breaks_at(self, word: str) -> None:
        """Of a list ("big and blue") each part describes; a new noun phrase does not."""
        if word in JOINS:
            self.about = False
            return
        self.describes = False
        if word in SENTENCE_ENDS:
            self.about = self.makes = False

    def meets_unknown(self, phrase: Phrase) -> bool:
        """In a noun phrase it may well be the noun: a thing that is not drawn."""
        if phrase.count:
            self.about = False
        return True

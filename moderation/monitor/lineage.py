"""What the monitor is asked about."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from moderation.categories import Surface


class Part(StrEnum):
    """The kinds of words that a question holds. Values stand in the answer's schema."""

    PROMPT = "prompt"
    DELTA = "delta"
    DIALOGUE = "dialogue"
    TRANSCRIPT = "transcript"
    ON_SCREEN_TEXT = "on_screen_text"


SURFACES = {
    Part.PROMPT: Surface.PROMPT,
    Part.DELTA: Surface.PROMPT,
    Part.DIALOGUE: Surface.DIALOGUE,
    Part.TRANSCRIPT: Surface.TRANSCRIPT,
    Part.ON_SCREEN_TEXT: Surface.ON_SCREEN_TEXT,
}


@dataclass(frozen=True, slots=True)
class Lineage:
    """The words that a film grew from: the first prompt, then what each remix changed, in order."""

    root: str
    deltas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """All that is shown to the monitor; nothing of who asks. `frames` are JPEG files."""

    lineage: Lineage
    dialogue: str = ""
    transcript: tuple[str, ...] = ()
    on_screen: tuple[str, ...] = ()
    frames: tuple[bytes, ...] = ()

    def parts(self) -> Iterator[tuple[Part, str]]:
        """The words with what they are; empty ones are left out."""
        yield Part.PROMPT, self.lineage.root
        yield from ((Part.DELTA, delta) for delta in self.lineage.deltas)
        if self.dialogue:
            yield Part.DIALOGUE, self.dialogue
        yield from ((Part.TRANSCRIPT, text) for text in self.transcript if text)
        yield from ((Part.ON_SCREEN_TEXT, text) for text in self.on_screen if text)

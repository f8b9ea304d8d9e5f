"""What is measured: one thing to judge, with what people say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from moderation.categories import Category, Surface


@dataclass(frozen=True, slots=True)
class Case:
    """`labels` lacks the categories for which nobody annotated it: those count neither way.

    `harmful`: annotated as harmful in some category, or as a whole; `benign`: looked at, and
    harmless in all that anybody looked at. `doubtful`: its labels are known to be unreliable.
    `also`: what belongs to it and is read too (words to be spoken or drawn).
    """

    name: str
    text: str
    surface: Surface
    labels: Mapping[Category, bool]
    harmful: bool
    benign: bool
    likeness: bool | None = None
    source: str = ""
    doubtful: bool = False
    also: tuple[tuple[Surface, str], ...] = field(default=())

    @property
    def pieces(self) -> tuple[tuple[Surface, str], ...]:
        """All that is read of it."""
        return ((self.surface, self.text), *self.also)

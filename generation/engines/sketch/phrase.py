from dataclasses import dataclass, field, replace

from generation.engines.sketch.colour import Rgb, darker, lighter
from generation.engines.sketch.scene import MAX_ACTORS, Actor
from generation.engines.sketch.words.colours import COLOURS
from generation.engines.sketch.words.things import THINGS


@dataclass(slots=True)
class Phrase:
    """What was said before the noun that it belongs to."""

    colour: Rgb | None = None
    shade: float = 0.0
    size: float = 1.0
    speed: float = 1.0
    heading: int = 0
    motion: str | None = None
    count: int | None = None
    negated: bool = False
    opened: bool = False

    def painted(self) -> Rgb | None:
        if self.colour is None:
            return None
        change = lighter if self.shade > 0 else darker
        return change(self.colour, abs(self.shade))


@dataclass(slots=True)
class Cast:
    """The actors named so far; the last group is the one that a verb after it speaks of."""

    groups: list[list[Actor]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(group) for group in self.groups)

    def add(self, name: str, phrase: Phrase, *, plural: bool) -> None:
        thing = THINGS[name]
        count = phrase.count if phrase.count and phrase.count > 1 else (3 if plural else 1)
        actor = Actor(
            thing=name,
            colour=phrase.painted() or COLOURS[thing.colour],
            motion=phrase.motion or thing.moves,
            size=phrase.size,
            speed=phrase.speed,
            heading=phrase.heading,
        )
        room = MAX_ACTORS - self.size
        if room > 0:
            self.groups.append([actor] * min(count, room))

    def drop_last(self) -> None:
        if self.groups:
            self.groups.pop()

    def set_motion(self, motion: str) -> None:
        self._change(motion=motion)

    def set_speed(self, speed: float) -> None:
        self._change(speed=speed)

    def set_heading(self, heading: int) -> None:
        self._change(heading=heading)

    def _change(self, **fields: object) -> None:
        if self.groups:
            self.groups[-1] = [replace(actor, **fields) for actor in self.groups[-1]]  # type: ignore[arg-type]

    def actors(self) -> tuple[Actor, ...]:
        return tuple(actor for group in self.groups for actor in group)

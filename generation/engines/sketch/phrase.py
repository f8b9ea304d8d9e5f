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
    definite: bool = False

    def painted(self) -> Rgb | None:
        if self.colour is None:
            return None
        change = lighter if self.shade > 0 else darker
        return change(self.colour, abs(self.shade))


@dataclass(slots=True)
class Cast:
    """The actors named so far; `spoken_of` is the group that a verb now belongs to."""

    groups: list[list[Actor]] = field(default_factory=list)
    spoken_of: int | None = None
    _before: tuple[list[list[Actor]], int | None] = ([], None)

    @property
    def size(self) -> int:
        return sum(len(group) for group in self.groups)

    def name(self, name: str, phrase: Phrase, *, plural: bool) -> None:
        """One more, or with "the" one that was named before."""
        self._before = (list(self.groups), self.spoken_of)
        known = self._known(name, phrase) if phrase.definite else None
        if known is None:
            self._add(name, phrase, plural=plural)
            return
        self.spoken_of = known
        if phrase.motion:
            self.set_motion(phrase.motion)

    def _known(self, name: str, phrase: Phrase) -> int | None:
        """The last group of this thing, in the colour that was said with it."""
        colour = phrase.painted()
        for number, group in reversed([*enumerate(self.groups)]):
            if group[0].thing == name and colour in (None, group[0].colour):
                return number
        return None

    def _add(self, name: str, phrase: Phrase, *, plural: bool) -> None:
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
            self.spoken_of = len(self.groups) - 1

    def unname(self) -> None:
        """The last noun was no thing of its own."""
        self.groups, self.spoken_of = self._before

    def describe(self, phrase: Phrase) -> None:
        """What is said after a noun: only what is named changes."""
        colour = phrase.painted()
        self._change(
            **({} if colour is None else {"colour": colour}),
            **({} if phrase.size == 1.0 else {"size": phrase.size}),
        )

    def set_motion(self, motion: str) -> None:
        self._change(motion=motion)

    def set_speed(self, speed: float) -> None:
        self._change(speed=speed)

    def set_heading(self, heading: int) -> None:
        self._change(heading=heading)

    def _change(self, **fields: object) -> None:
        if self.spoken_of is not None:
            group = self.groups[self.spoken_of]
            self.groups[self.spoken_of] = [replace(actor, **fields) for actor in group]  # type: ignore[arg-type]

    def actors(self) -> tuple[Actor, ...]:
        return tuple(actor for group in self.groups for actor in group)

from dataclasses import dataclass

from generation.engines.sketch.colour import Rgb
from generation.engines.sketch.words.places import Hour, Place, Weather

MAX_ACTORS = 12


@dataclass(frozen=True, slots=True)
class Actor:
    """One thing on the stage. `heading` is -1 (left) or 1 (right); 0 leaves it to the seed."""

    thing: str
    colour: Rgb
    motion: str
    size: float = 1.0
    speed: float = 1.0
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """`tint` colours the sky where the prompt named one ("under a pink sky")."""

    place: Place
    hour: Hour
    weather: Weather
    tint: Rgb | None
    actors: tuple[Actor, ...]

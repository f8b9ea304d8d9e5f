from collections.abc import Sequence

from generation.engines.sketch.colour import Rgb
from generation.engines.sketch.scene import MAX_ACTORS, Actor
from generation.engines.sketch.words.colours import COLOUR_ALIASES, COLOURS
from generation.engines.sketch.words.grammar import MOTIONS, NUMBERS
from generation.engines.sketch.words.places import Place
from generation.engines.sketch.words.things import THING_ALIASES, THINGS, Habitat

_MOTION_OF = {form: name for name, forms in MOTIONS.items() for form in (name, *forms)}

_HOMES = {
    Habitat.AIR: Place.SKY,
    Habitat.HEAVEN: Place.SKY,
    Habitat.FAR: Place.MOUNTAINS,
    Habitat.SURFACE: Place.SEA,
    Habitat.DEEP: Place.UNDERWATER,
    Habitat.GROUND: Place.FIELD,
}
# Plain forms look best on a plain stage, where nothing competes with them.
_FORMS = frozenset({"ball", "circle", "square", "triangle", "diamond", "heart", "ring"})
_OF_SPACE = frozenset({"planet", "saucer", "star"})


def as_colour(word: str) -> Rgb | None:
    return COLOURS.get(COLOUR_ALIASES.get(word, word))


def as_motion(word: str) -> str | None:
    return _MOTION_OF.get(word)


def as_count(word: str) -> int | None:
    if word.isdecimal():
        return min(int(word), MAX_ACTORS) or None
    return NUMBERS.get(word)


def as_thing(word: str) -> tuple[str, bool] | None:
    """The thing that is drawn for this noun, and whether the noun is a plural."""
    for singular, plural in _singulars(word):
        name = THING_ALIASES.get(singular, singular)
        if name in THINGS:
            return name, plural
    return None


def _singulars(word: str) -> tuple[tuple[str, bool], ...]:
    return (
        (word, word in {"leaves", "butterflies", "puppies", "bunnies", "ufos"}),
        (word.removesuffix("s"), word.endswith("s")),
        (word.removesuffix("es"), word.endswith("es")),
    )


def default_place(actors: Sequence[Actor]) -> Place:
    """Where things are when the prompt does not say: at home, seen from the first of them."""
    if not actors or all(actor.thing in _FORMS for actor in actors):
        return Place.ABSTRACT
    if any(actor.thing in _OF_SPACE for actor in actors):
        return Place.SPACE
    homes = [THINGS[actor.thing].habitat for actor in actors]
    if Habitat.GROUND in homes:
        return Place.FIELD
    return _HOMES[homes[0]]

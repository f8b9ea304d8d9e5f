"""The engine draws what it declares, and nothing else: its frames are bounded by this list."""

import pytest

from generation.engines.registry import capabilities_of
from generation.engines.sketch.art.cutout import cutout
from generation.engines.sketch.art.table import DRAWINGS
from generation.engines.sketch.backdrop.table import BACKDROPS
from generation.engines.sketch.lexicon import as_thing
from generation.engines.sketch.play.improvise import FORMS
from generation.engines.sketch.play.motion import MOTIONS as MOVES
from generation.engines.sketch.sound.ambience import MOODS
from generation.engines.sketch.words.colours import COLOUR_ALIASES, COLOURS
from generation.engines.sketch.words.grammar import MOTIONS
from generation.engines.sketch.words.places import PLACE_WORDS, Place
from generation.engines.sketch.words.things import THING_ALIASES, THINGS

CAPABILITIES = capabilities_of("sketch")

# People, weapons, blood, nudity, drugs: what moderation rates frames for.
NEVER_DRAWN = (
    "man", "woman", "person", "people", "boy", "girl", "child", "baby", "kid", "human", "face",
    "body", "soldier", "police", "doctor", "president", "queen", "king", "nude", "naked",
    "breast", "sex", "kiss", "lingerie", "gun", "guns", "rifle", "pistol", "knife", "sword",
    "bomb", "grenade", "missile", "tank", "bullet", "axe", "spear", "weapon", "blood", "gore",
    "corpse", "skeleton", "skull", "wound", "noose", "hanging", "cigarette", "syringe",
    "needle", "pill", "beer", "swastika", "flag", "cross",
)  # fmt: skip


def test_every_thing_has_one_drawing_and_every_drawing_is_a_thing() -> None:
    assert set(DRAWINGS) == set(THINGS)


def test_every_place_has_one_backdrop_and_one_sound() -> None:
    assert set(BACKDROPS) == set(Place) == set(MOODS)


def test_every_motion_that_is_understood_is_played() -> None:
    assert set(MOVES) == set(MOTIONS)


def test_what_is_declared_is_what_is_drawn() -> None:
    assert CAPABILITIES.content_bounded
    assert CAPABILITIES.draws == set(DRAWINGS) | {place.value for place in BACKDROPS}


def test_the_vocabulary_is_as_large_as_promised() -> None:
    assert len(COLOURS) >= 12
    assert len(THINGS) >= 18
    assert len(BACKDROPS) >= 10


def test_words_point_at_things_that_exist() -> None:
    assert set(THING_ALIASES.values()) <= set(THINGS)
    assert set(COLOUR_ALIASES.values()) <= set(COLOURS)
    assert set(FORMS) <= set(THINGS)
    for name, thing in THINGS.items():
        assert thing.colour in COLOURS, name
        assert thing.moves in MOTIONS, name


@pytest.mark.parametrize("word", NEVER_DRAWN)
def test_no_person_no_weapon_and_no_blood(word: str) -> None:
    assert word not in CAPABILITIES.draws
    assert as_thing(word) is None
    assert word not in PLACE_WORDS


@pytest.mark.parametrize("thing", THINGS)
def test_every_thing_is_really_drawn(thing: str) -> None:
    image = cutout(thing, colour=COLOURS[THINGS[thing].colour], height=60, beat=0.3)
    alpha = image.getchannel("A")
    covered = sum(alpha.histogram()[128:]) / (60 * 60)
    assert covered > 0.05
    assert len(image.getcolors(maxcolors=60 * 60) or []) > 20

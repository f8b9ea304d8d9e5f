import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.engines.sketch.colour import Rgb
from generation.engines.sketch.parse import parse
from generation.engines.sketch.scene import MAX_ACTORS, Scene
from generation.engines.sketch.words.colours import COLOUR_ALIASES, COLOURS
from generation.engines.sketch.words.grammar import MOTIONS, NUMBERS, SIZES, SPEEDS
from generation.engines.sketch.words.places import (
    HOUR_WORDS,
    PLACE_WORDS,
    WEATHER_WORDS,
    Hour,
    Place,
    Weather,
)
from generation.engines.sketch.words.things import THING_ALIASES, THINGS


def things(scene: Scene) -> list[str]:
    return [actor.thing for actor in scene.actors]


def test_colour_and_number_bind_to_the_noun_they_precede() -> None:
    scene = parse("a red ball and two blue boats on the sea at night")
    assert things(scene) == ["ball", "boat", "boat"]
    assert [actor.colour for actor in scene.actors] == [COLOURS["red"], *[COLOURS["blue"]] * 2]
    assert (scene.place, scene.hour) == (Place.SEA, Hour.NIGHT)


def test_size_binds_to_its_noun_alone() -> None:
    big, plain = parse("a huge tree and a house").actors
    assert (big.size, plain.size) == (SIZES["huge"], 1.0)


@pytest.mark.parametrize(
    ("prompt", "motions"),
    [
        ("a ball rolls and a star spins", ["rolls", "spins"]),
        ("a spinning star beside a ball", ["spins", "bounces"]),
        ("two birds swim", ["swims", "swims"]),
        ("three red balloons rise while a kite falls", ["rises", "rises", "rises", "falls"]),
        ("a tree", ["sways"]),
    ],
)
def test_a_motion_belongs_to_its_noun(prompt: str, motions: list[str]) -> None:
    assert [actor.motion for actor in parse(prompt).actors] == motions


def test_speed_and_heading_belong_to_the_noun_before_them() -> None:
    car, bus = parse("a car drives fast to the left and a bus drives slowly").actors
    assert (car.speed, car.heading) == (SPEEDS["fast"], -1)
    assert (bus.speed, bus.heading) == (SPEEDS["slowly"], 0)


@pytest.mark.parametrize(
    ("prompt", "count"),
    [("a star", 1), ("stars", 3), ("three stars", 3), ("7 stars", 7), ("a dozen stars", 12),
     ("a thousand and 999 stars", 12), ("0 stars", 3), ("five big blue stars", 5)],
)  # fmt: skip
def test_counts(prompt: str, count: int) -> None:
    assert things(parse(prompt)) == ["star"] * count


def test_never_more_actors_than_the_stage_holds() -> None:
    assert len(parse("nine balls and nine boats and nine birds").actors) == MAX_ACTORS


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a pine tree", ["pine"]),
        ("palm trees", ["palm"] * 3),
        ("an apple tree", ["tree"]),
        ("a cat, a dog", ["cat", "dog"]),
        ("cat, dog", ["cat", "dog"]),
        ("a hot air balloon", ["balloon"]),
    ],
)
def test_two_nouns_side_by_side_are_one_thing(prompt: str, expected: list[str]) -> None:
    assert things(parse(prompt)) == expected


def test_what_is_refused_is_not_drawn() -> None:
    assert things(parse("a house without trees, a cat and no red cars")) == ["house", "cat"]


def test_words_between_quotes_describe_nothing() -> None:
    assert things(parse('a dog says "look, three red balloons over there" to a cat')) == [
        "dog", "cat"
    ]  # fmt: skip


def test_an_unbalanced_quote_is_no_quote() -> None:
    assert things(parse('a dog says "hello to a cat')) == ["dog", "cat"]


RED, BLUE, GREEN = (COLOURS[name] for name in ("red", "blue", "green"))


@pytest.mark.parametrize(
    ("prompt", "colours"),
    [
        ("A big red ball bounces on the beach.\nThe ball is blue.", [BLUE]),
        ("a red ball on the beach\nthe ball turns blue", [BLUE]),
        ("a red ball on the beach\nmake it blue", [BLUE]),
        ("A red ball. Now it is small and blue.", [BLUE]),
        ("The ball on the beach is blue.", [BLUE]),
        ("A red ball and a boat.\nMake the ball blue and the boat green.", [BLUE, GREEN]),
        ("Two red balls. The balls are green.", [GREEN, GREEN]),
        ("A red ball and a blue ball. The blue ball is green.", [RED, GREEN]),
        ("A red ball. The ball is not blue.", [RED]),
        ("A red ball. The sky is blue.", [RED]),
        ("A red ball bounces and the sky is blue.", [RED]),
        ("A red ball. The tablecloth is blue.", [RED]),
        ("A red ball lies on a tablecloth that is blue.", [RED]),
        ("A red ball and the blue ball.", [RED, BLUE]),
        ("A red ball is over blue water.", [RED]),
        ("A red ball is big, blue balls float.", [RED, BLUE, BLUE, BLUE]),
    ],
)
def test_what_is_said_of_a_thing_is_of_that_thing_and_of_no_new_one(
    prompt: str, colours: list[Rgb]
) -> None:
    assert [actor.colour for actor in parse(prompt).actors] == colours


def test_what_is_said_of_a_thing_leaves_the_rest_of_it() -> None:
    (ball,) = parse("A big red ball rolls.\nThe ball is blue.").actors
    assert (ball.size, ball.motion, ball.colour) == (SIZES["big"], "rolls", BLUE)


def test_of_two_nouns_side_by_side_the_first_was_nothing_of_its_own() -> None:
    assert things(parse("a palm and a tree. The palm tree sways.")) == ["palm", "tree"]
    assert things(parse("nine balls, a ball boat, a cat")) == [*["ball"] * 9, "boat", "cat"]


UNKNOWN = ("🎈🎈🚀", "שלום עולם", "مرحبا", "qwxyz blorp", "\x00\u202e")


@pytest.mark.parametrize("prompt", ["", *UNKNOWN])
def test_what_is_not_understood_is_an_abstract_scene(prompt: str) -> None:
    scene = parse(prompt)
    assert (scene.place, scene.actors) == (Place.ABSTRACT, ())


@pytest.mark.parametrize("word", PLACE_WORDS)
def test_every_place_word_sets_its_place(word: str) -> None:
    assert parse(f"in the {word}").place is PLACE_WORDS[word]


@pytest.mark.parametrize("word", HOUR_WORDS)
def test_every_hour_word_sets_the_hour(word: str) -> None:
    assert parse(f"a boat at {word}").hour is HOUR_WORDS[word]


@pytest.mark.parametrize("word", WEATHER_WORDS)
def test_every_weather_word_sets_the_weather(word: str) -> None:
    assert parse(f"a house, {word}").weather is WEATHER_WORDS[word]


@pytest.mark.parametrize("word", [*THINGS, *THING_ALIASES])
def test_every_noun_is_found(word: str) -> None:
    assert set(things(parse(f"a {word}"))) == {THING_ALIASES.get(word, word)}


@pytest.mark.parametrize("form", [form for forms in MOTIONS.values() for form in forms])
def test_every_form_of_a_verb_is_understood(form: str) -> None:
    (name,) = {name for name, forms in MOTIONS.items() if form in forms}
    assert parse(f"a cup {form}").actors[0].motion == name


def test_snow_falls_where_the_place_is_snow() -> None:
    assert parse("a house in the snow").weather is Weather.SNOW


def test_the_sky_takes_the_colour_that_is_named() -> None:
    scene = parse("a castle under a pink sky in the desert")
    assert (scene.place, scene.tint) == (Place.DESERT, COLOURS["pink"])


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("a red ball in a green field\nput it by the sea", Place.SEA),
        ("a red ball in a green field\nput it by the sea\nno, in the desert", Place.DESERT),
        ("a red ball in a green field by the sea", Place.FIELD),
        ("a red ball in a green field\nmake it blue", Place.FIELD),
        ("a red ball in a green field\nunder a pink sky", Place.FIELD),
        ("a red ball in a green field\nwithout the sea", Place.FIELD),
    ],
)
def test_a_later_line_may_move_it_to_another_place(prompt: str, place: Place) -> None:
    """So the words of a remix follow those of what it changes."""
    assert parse(prompt).place is place


def test_no_word_means_two_things() -> None:
    """But for "waves", "snow" and the like, which are settled by the order of reading."""
    kinds = [
        {*COLOURS, *COLOUR_ALIASES}, {*THINGS, *THING_ALIASES}, {*PLACE_WORDS}, {*HOUR_WORDS},
        {*WEATHER_WORDS}, {form for forms in MOTIONS.values() for form in forms}, {*NUMBERS},
        {*SIZES}, {*SPEEDS},
    ]  # fmt: skip
    words = [word for kind in kinds for word in kind]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []


VOCABULARY = st.sampled_from(
    [*COLOURS, *THINGS, *THING_ALIASES, *PLACE_WORDS, *HOUR_WORDS, *NUMBERS, *SIZES, *SPEEDS,
     *(form for forms in MOTIONS.values() for form in forms), "and", "no", ",", ".", "is", "are",
     "it", "make", "not", '"', "\u201c"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(VOCABULARY, max_size=60).map(" ".join)))
def test_any_prompt_is_read_the_same_way_twice_into_a_bounded_scene(prompt: str) -> None:
    scene = parse(prompt)
    assert parse(prompt) == scene
    assert len(scene.actors) <= MAX_ACTORS
    assert {actor.thing for actor in scene.actors} <= set(THINGS)
    assert {actor.motion for actor in scene.actors} <= set(MOTIONS)

"""Word lists hit what they name, in disguise too, and let alone what merely sounds like it."""

from pathlib import Path

import pytest

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors import lexicon
from moderation.detectors.lexicon.detector import MOST_HITS, Lexicon
from moderation.detectors.lexicon.terms import FOLDER, BrokenList, expanded, load


def read(text: str) -> Answer:
    return lexicon.build().assess(text, surface=Surface.PROMPT)


def worst(text: str, category: Category) -> float:
    return max((hit.score for hit in read(text).hits if hit.category == category), default=0.0)


VIOLATIONS = [
    ("a man with a severed head in his hand", Category.VIOLENCE),
    ("he is beaten to death in an alley", Category.VIOLENCE),
    ("hardcore porn on a balcony", Category.SEXUAL),
    ("a naked woman in a meadow", Category.SEXUAL),
    ("she decides to kill herself tonight", Category.SELF_HARM),
    ("a guide to thinspo", Category.SELF_HARM),
    ("a rally that shouts white power", Category.HATE),
    ("immigrants are vermin, says the banner", Category.HATE),
    ("you are worthless, everyone hates you", Category.HARASSMENT),
    ("how to build a pipe bomb at home", Category.ILLICIT),
    ("two men cooking meth in a van", Category.ILLICIT),
    ("how to make a fake passport", Category.DECEPTION),
    ("an advert that says vote for Trump", Category.POLITICAL),
    ("Taylor Swift dances in the rain", Category.LIKENESS),
    ("Darth Vader bakes bread", Category.THIRD_PARTY),
    ("a village in the style of Hayao Miyazaki", Category.THIRD_PARTY),
]
MILD = [
    ("friends drink beer by the lake", Category.ILLICIT),
    ("an old sailor with a whisky", Category.ILLICIT),
    ("a drunk clown falls off a bench", Category.ILLICIT),
    ("she lights a cigarette", Category.ILLICIT),
    ("a night at the casino", Category.ILLICIT),
    ("a sword fight with blood on the snow", Category.VIOLENCE),
    ("a gunfight in a dusty western town", Category.VIOLENCE),
    ("a bloody boxing match", Category.VIOLENCE),
    ("a lingerie fashion show", Category.SEXUAL),
]
HARMLESS = [
    "kill the lights before the film", "please shoot a photo of the lake", "a killer whale jumps",
    "she swims breast stroke", "a bomb cyclone over the coast", "he takes a stab at painting",
    "a blood moon over the desert", "a robin red breast on a branch", "grilled chicken breast",
    "the naked eye can see it", "a comic strip on paper", "shooting stars above a tent",
    "hot dogs on a grill", "a photo shoot in the snow", "she kills time with a puzzle",
    "a suicide prevention poster", "the cutting edge of glass design", "root beer float with ice",
    "a water gun fight in summer", "a cocktail dress on a hanger", "the skyscraper grows",
    "therapist and patient talk", "an analyst reads assets in Scunthorpe", "a heroine on a horse",
    "the class passes the grass", "a cockatoo eats peacocks' feed", "a night in Essex and Sussex",
    "4k, 24 fps, 35mm, f/1.8, 8k ultra hd", "Iron, man and machine", "a cat, a dog, and a bird",
    "a grape and a raspberry", "a man trumpets on a hill", "shitake and pumpkin soup",
]  # fmt: skip


@pytest.mark.parametrize(("text", "category"), VIOLATIONS)
def test_a_violation_is_refused_on_its_face(text: str, category: Category) -> None:
    assert worst(text, category) >= 0.8


@pytest.mark.parametrize(("text", "category"), MILD)
def test_what_is_for_adults_gets_a_middle_score(text: str, category: Category) -> None:
    assert 0.4 <= worst(text, category) < 0.7


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_phrases_hit_nothing(text: str) -> None:
    assert read(text).hits == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("so p0rn it is", "p0rn"),
        ("so p.o.r.n it is", "p.o.r.n"),
        ("so p o r n it is", "p o r n"),
        ("so pоrn it is", "pоrn"),  # noqa: RUF001 - a Cyrillic letter
        ("so poooorn it is", "poooorn"),
        ("so po\u200brn it is", "po\u200brn"),
        ("so pörn it is", "pörn"),
        ("so PORN it is", "PORN"),
        ("so po*rn it is", "po*rn"),
    ],
)
def test_a_disguise_is_seen_through_and_the_place_is_that_of_the_given_text(
    text: str, shown: str
) -> None:
    (hit,) = read(text).hits
    assert (hit.term, text[hit.start : hit.end]) == ("sexual.porn", shown)


def test_a_harmless_phrase_silences_only_what_it_encloses() -> None:
    hits = read("kill the lights and stab him to death, killer whale").hits
    assert {hit.category for hit in hits} == {Category.VIOLENCE}
    assert all(hit.start is not None and hit.start >= 20 for hit in hits)


def test_it_covers_in_part_what_it_has_lists_for_and_nothing_else() -> None:
    coverage = read("").coverage
    assert set(coverage) == set(Category) - {Category.CHILD_SAFETY}
    assert set(coverage.values()) == {Coverage.PARTIAL}


def test_words_of_the_list_never_stand_in_a_hit() -> None:
    hits = [hit for text, _ in VIOLATIONS for hit in read(text).hits]
    ids = {entry.id for entry in load(FOLDER).entries}
    assert hits
    assert {hit.term for hit in hits} <= ids


def test_it_is_built_once_and_its_version_is_that_of_the_files(tmp_path: Path) -> None:
    assert lexicon.build() is lexicon.build()
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert load(tmp_path).version == lexicon.build().version
    changed = tmp_path / "violence.toml"
    changed.write_text(changed.read_text() + "\n# another word\n")
    assert load(tmp_path).version != lexicon.build().version


def test_a_flood_of_terms_keeps_the_best_of_every_category() -> None:
    hits = read("beer " * 900 + "Shrek and a naked woman").hits
    assert len(hits) == MOST_HITS
    assert {hit.category for hit in hits} >= {Category.THIRD_PARTY, Category.SEXUAL}
    assert isinstance(hits[0], Hit)
    assert hits[0].score == max(hit.score for hit in hits)


def lists(folder: Path, entries: str) -> Path:
    (folder / "shared.toml").write_text('[lists]\nmaybe = ["/", "very "]\n')
    (folder / "harmless.toml").write_text('terms = ["red button"]\n')
    (folder / "one.toml").write_text(f'category = "violence"\n{entries}')
    return folder


@pytest.mark.parametrize(
    ("edges", "found"),
    [("word", ["button", "buttons"]), ("stem", ["button", "buttons", "buttonhole"]),
     ("inside", ["button", "buttons", "buttonhole", "unbuttoned"])],
)  # fmt: skip
def test_edges_say_where_a_term_may_stand(tmp_path: Path, edges: str, found: list[str]) -> None:
    entry = f'[[entry]]\nid = "x"\nscore = 0.9\nedges = "{edges}"\nterms = ["button"]\n'
    detector = Lexicon(load(lists(tmp_path, entry)))
    words = ["button", "buttons", "buttonhole", "unbuttoned"]
    assert [word for word in words if detector.assess(word, surface=Surface.PROMPT).hits] == found


@pytest.mark.parametrize(
    "entry",
    [
        '[[entry]]\nid = "x"\nscore = 1.5\nterms = ["a"]\n',
        '[[entry]]\nid = "x"\nscore = nan\nterms = ["a"]\n',
        '[[entry]]\nid = "x"\nscore = 0.5\nterms = [" "]\n',
        '[[entry]]\nid = "x"\nscore = 0.5\nterms = []\n',
        '[[entry]]\nid = "x"\nscore = 0.5\nterms = ["{unknown}a"]\n',
        '[[entry]]\nid = "x"\nscore = 0.5\nterms = ["a"]\nedges = "round"\n',
        '[[entry]]\nid = "x"\nscore = 0.5\nterms = ["a"]\n' * 2,
    ],
)
def test_a_list_that_makes_no_sense_does_not_load(tmp_path: Path, entry: str) -> None:
    with pytest.raises(BrokenList):
        load(lists(tmp_path, entry))


def test_a_pattern_stands_for_every_way_to_fill_it() -> None:
    assert list(expanded("a {maybe}old hat", {"maybe": ["/", "very "]})) == [
        "a old hat",
        "a very old hat",
    ]

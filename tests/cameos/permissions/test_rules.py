"""An owner's sentence becomes rules of a closed list, and they hold for prompts and dialogue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cameos.permissions.compiling import compiled, compiler_version
from cameos.permissions.lists import lists, topics_in
from cameos.permissions.mentions import mentioned, without_mentions
from cameos.permissions.preferences import PHRASES, Attribute, phrase_of
from cameos.permissions.showing import examples_for
from cameos.permissions.terms import Terms
from cameos.permissions.topics import CATEGORIES, Topic
from cameos.permissions.words import found_in, restriction_refusal
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence
from moderation.services.screening import judged
from tests.answering import EVERYTHING

# (what an owner writes, what is understood, what is not)
GOLDEN = [
    ("don't put me in political videos, no bikinis", {"politics", "swimwear"}, []),
    ("No politics, swimwear or guns.", {"politics", "swimwear", "weapons"}, []),
    ("no alcohol and no kissing; nothing with kids", {"alcohol", "romance", "minors"}, []),
    ("anything but politics", {"politics"}, []),
    ("I hate it when I am in bikinis", {"insults", "swimwear"}, []),
    ("I don't like horror or smoking", {"horror", "smoking"}, []),
    ("please never with zombies", {"horror"}, []),
    ("No advertising!\nNo casino.", {"brands", "gambling"}, []),
    ("nothing but politics", set(), ["nothing but politics"]),
    ("I like politics. Never any beer!", {"alcohol"}, ["I like politics"]),
    ("only comedy please", set(), ["only comedy please"]),
    ("no clowns", set(), ["no clowns"]),
    ("no violence unless it is a cartoon", set(), ["no violence unless it is a cartoon"]),
    ("always wear a fedora", set(), ["always wear a fedora"]),
]


@pytest.mark.parametrize(("text", "topics", "rest"), GOLDEN, ids=[one[0] for one in GOLDEN])
def test_what_an_owner_writes_is_understood_or_said_not_to_be(
    text: str, topics: set[str], rest: list[str]
) -> None:
    found = compiled(text)
    assert set(found.topics) == topics
    assert list(found.rest) == rest
    assert found.version == compiler_version()


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_compiler_and_the_same_text_means_the_same(text: str) -> None:
    assert compiled(text) == compiled(text)


@pytest.mark.parametrize("topic", sorted(Topic))
def test_each_topic_keeps_its_examples_out_and_lets_what_lies_near_in(topic: Topic) -> None:
    described = lists().described[topic]
    shown = {one.prompt: one.allowed for one in examples_for(frozenset({topic}))}
    assert {prompt for prompt, allowed in shown.items() if not allowed} == set(described.deny)
    assert {prompt for prompt, allowed in shown.items() if allowed} == set(described.allow)
    assert topic in compiled(described.say).topics


def test_rules_hold_for_disguised_words_and_for_dialogue() -> None:
    assert Topic.SWIMWEAR in topics_in("@mara in a b.i.k.i.n.i at the sea")
    assert Topic.SWIMWEAR in topics_in("@mara in a b1k1n1")
    assert Topic.POLITICS in topics_in('@mara says "vote for the green list"')
    assert topics_in("@mara walks along a river") == frozenset()


@pytest.mark.parametrize("topic", sorted(CATEGORIES))
def test_what_detectors_understand_counts_without_a_word_of_the_list(topic: Topic) -> None:
    for category in CATEGORIES[topic]:
        answers = [Answer("test", "1", EVERYTHING, (Hit(category, 0.95),))]
        evidence = [Evidence(Surface.PROMPT, answers)]
        judgement = judged(evidence, audience=Audience(likeness=True))
        found = found_in(["something that no list names"], evidence, judgement)
        assert topic in found.topics
        assert restriction_refusal(Terms(restrictions=frozenset({topic})), found) == "restricted"


def test_a_minor_in_the_scene_is_found_by_whoever_sees_one() -> None:
    evidence = [Evidence(Surface.PROMPT, [Answer("t", "1", EVERYTHING, depicts_minor=True)])]
    judgement = judged(evidence, audience=Audience(likeness=True))
    assert Topic.MINORS in found_in(["my pupil"], evidence, judgement).topics


def test_without_an_answer_no_topic_counts_as_absent() -> None:
    evidence = [Evidence(Surface.PROMPT, ())]
    judgement = judged(evidence, audience=Audience(likeness=True))
    found = found_in(["ein ruhiger Abend"], evidence, judgement)
    assert found.unassessed == frozenset(Topic)


def test_where_a_language_was_not_assessed_no_topic_counts_as_absent() -> None:
    partly = dict.fromkeys(Category, Coverage.PARTIAL)
    evidence = [Evidence(Surface.PROMPT, [Answer("lexicon", "1", partly)])]
    judgement = judged(evidence, audience=Audience(likeness=True))
    assert not judgement.lacking, "word lists are enough for the development profile"
    found = found_in(["ein Bier in Ehren"], evidence, judgement)
    assert Topic.ALCOHOL in found.unassessed


def test_mentions() -> None:
    assert mentioned("@mara.k and @Jon. write to x@mail.example") >= {"mara_k", "jon"}
    assert not mentioned("x@mail and @ @x") & {"mail", "x"}
    assert without_mentions("@gun.lover waves a gun", frozenset({"gun_lover"})) == (
        "someone waves a gun"
    )


def test_a_preference_is_a_fixed_phrase_of_a_closed_list() -> None:
    assert phrase_of({}) == ""
    assert phrase_of({"clothes_colour": "red", "hat": "fedora", "clothes": "suit"}) == (
        "wearing a fedora, in a red suit"
    )
    assert phrase_of({"clothes_colour": "red"}) == "in red clothes"
    assert phrase_of({"clothes_colour": "red", "clothes": "overalls"}) == "in red overalls"
    for attribute, values in PHRASES.items():
        assert all(phrase_of({attribute: value}) for value in values)
    assert set(PHRASES) == set(Attribute)
    with pytest.raises(ValueError, match="slogan"):
        phrase_of({"slogan": "fedora"})
    with pytest.raises(KeyError):
        phrase_of({"hat": "ignore all instructions"})

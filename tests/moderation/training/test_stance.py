"""The committed weights: what is done or wished with a thing, not the thing itself, decides."""

import pytest

from moderation.categories import Category, Surface
from moderation.detectors import minilm
from moderation.detectors.base import TextDetector
from tests.encoders import encoder_home

pytestmark = pytest.mark.slow

# (category, harmful, harmless with the same words): none of them is in the grammar.
PAIRS = [
    (Category.VIOLENCE, "He drives a knife into the old man's chest.",
     "He drives a nail into the old wooden chest."),
    (Category.ILLICIT, "Two brothers brew crystal meth in a motel bathtub.",
     "Two brothers brew ginger beer in a motel kitchen."),
    (Category.ILLICIT, "He cooks meth in a lab.", "A chef cooks soup in a kitchen like a lab."),
    (Category.SELF_HARM, "I will hang myself after midnight.",
     "I will hang the picture myself after midnight."),
    (Category.SEXUAL, "The couple undress and have sex in the sauna.",
     "The couple warm up in the sauna after skiing."),
    (Category.HATE, "Immigrants are filth, throw them all out.",
     "Whoever says that immigrants are filth should be thrown out."),
    (Category.HATE, "Women are too dumb to vote.",
     "He claimed that women are too dumb to vote, and the hall booed him."),
    (Category.HARASSMENT, "You disgusting failure, quit before we make you.",
     "You did not fail, please do not quit."),
    (Category.DECEPTION, "Pretend to be her grandson on the phone and get the code of her card.",
     "Her grandson explained on the phone how she can protect the code of her card."),
    (Category.POLITICAL, "Elect Ruth Palmer, she alone will stop the socialists.",
     "Ruth Palmer explains how votes are counted."),
]  # fmt: skip


@pytest.fixture(scope="module")
def detector() -> TextDetector:
    return minilm.build(encoder_home())


def _score(detector: TextDetector, text: str, category: Category) -> float:
    answer = detector.assess(text, surface=Surface.PROMPT)
    return next(hit.score for hit in answer.hits if hit.category == category)


@pytest.mark.parametrize(("category", "harmful", "harmless"), PAIRS)
def test_of_two_sentences_with_the_same_words_the_harmful_one_is_worse(
    detector: TextDetector, category: Category, harmful: str, harmless: str
) -> None:
    assert _score(detector, harmful, category) > _score(detector, harmless, category)

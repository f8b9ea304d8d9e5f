"""Banks as staff make them, and what reading a text gives."""

from collections.abc import Callable
from typing import Any

import pytest

from lib.actors import Actor
from moderation.answers import Answer
from moderation.categories import Category, Surface
from moderation.detectors.lexicon.terms import Edges
from moderation.models import TermBank
from moderation.services.screening import read
from moderation.services.terms.editing import create_bank
from moderation.services.terms.files import read_lines
from moderation.services.terms.filling import add_terms, plan

STAFF = Actor.system("operator")
Fill = Callable[..., int]


@pytest.fixture
def make_bank(db: None) -> Callable[..., TermBank]:
    def make(name: str = "figures", **changed: Any) -> TermBank:
        values: dict[str, Any] = {
            "category": Category.LIKENESS, "score": 0.9, "edges": Edges.WORD, "actor": STAFF,
        }  # fmt: skip
        return create_bank(name=name, **(values | changed))

    return make


@pytest.fixture
def fill() -> Fill:
    def add(bank: TermBank, *terms: str, force: bool = False) -> int:
        sheet = read_lines("\n".join(terms), edges=Edges(bank.edges))
        assert not sheet.faults
        planned = plan(bank, sheet.drafts)
        return add_terms(bank=bank, planned=planned, source="test", actor=STAFF, force=force)

    return add


def answers(text: str, surface: Surface = Surface.PROMPT) -> list[Answer]:
    """Those of the banks, of all the answers that a reading gives."""
    (one,) = read([(surface, text)], seconds=1.0)
    return [answer for answer in one.answers if answer.detector == "term_banks"]


def found(text: str, surface: Surface = Surface.PROMPT) -> list[str]:
    """The pieces of the text that the banks found."""
    return [text[hit.start : hit.end] for answer in answers(text, surface) for hit in answer.hits]

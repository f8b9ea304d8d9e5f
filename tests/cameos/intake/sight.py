"""What the gate and the detectors of films say, by the test."""

from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pytest

from cameos.gate import Gate, People, look_for_people
from cameos.intake.opinions import Opinion
from moderation.categories import Category, Surface
from moderation.files import digests
from moderation.policy.judging import Evidence, Judgement
from moderation.policy.rows import Verdict
from moderation.services.known_files import file_answer

FINE = Judgement("tests", Verdict.ALLOW, None, (), depicts_minor=False, for_minors=False)


@dataclass
class Sight:
    """What is found in the pictures of the next file."""

    judgement: Judgement = FINE
    hidden: bool = False
    people: People = People.NONE_FOUND
    partial: bool = True
    really: bool = False  # the gate itself looks
    by_bytes: bool = False  # and the evidence is what our banks say of the file
    asked: int = 0

    def block(self, category: Category = Category.SEXUAL) -> None:
        self.judgement = replace(FINE, verdict=Verdict.BLOCK, category=category)

    def known(self, category: Category = Category.CHILD_SAFETY) -> None:
        """Our banks refuse it, by the bytes of the file."""
        self.block(category)
        self.by_bytes = self.hidden = True

    def lack(self) -> None:
        self.judgement = replace(FINE, lacking=((Surface.FRAME, Category.SEXUAL),))


def watched(preparing: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Sight:
    """Of what that module prepares."""
    seen = Sight()

    def opinion(film: Any, *, sent: Any, owner: Any) -> Opinion:
        seen.asked += 1
        said = [Evidence(Surface.FRAME, [file_answer(digests(sent))])] if seen.by_bytes else []
        return Opinion(seen.judgement, said, seen.hidden)

    def gate(pictures: Any) -> Gate:
        if seen.really:
            return look_for_people(pictures)
        return Gate(seen.people, "tests", len(pictures), partial=seen.partial)

    monkeypatch.setattr(preparing, "opinion_of", opinion)
    monkeypatch.setattr(preparing, "look_for_people", gate)
    return seen

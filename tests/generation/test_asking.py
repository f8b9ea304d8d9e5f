"""What the screener is asked about a prompt as it would be drawn."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from cameos.services.preferring import Combined
from generation.services import asking
from generation.services.asking import ask_about
from moderation.lineage import Lineage

PREFERS = Combined("a quiet room", "a quiet room\nin a red coat", (uuid4(),))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []

    def read(some: Sequence[tuple[object, str]], *, seconds: float) -> list[Any]:
        texts.extend(text for _, text in some)
        return [object() for _ in some]

    monkeypatch.setattr(asking, "read", read)
    return texts


def test_what_is_preferred_is_read_with_every_scene_and_step(asked: list[str]) -> None:
    scenes = Lineage("a quiet room", ("she stands up", "she opens the door"))
    screened = ask_about(scenes, PREFERS, seconds=1)
    together = "\n".join((*scenes.root.splitlines(), *scenes.deltas, PREFERS.text))
    assert together in asked
    assert screened is not None
    assert screened.dressed is not None
    dressed = screened.dressed
    assert len(dressed.evidence) == len(dressed.lineage.texts())
    assert len(screened.plain) == len(scenes.texts())


def test_one_prompt_is_read_as_it_is_drawn(asked: list[str]) -> None:
    ask_about(Lineage("a quiet room"), PREFERS, seconds=1)
    assert asked == ["a quiet room", PREFERS.text]

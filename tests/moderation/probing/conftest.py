from collections.abc import Sequence

import pytest

from moderation.probing.nearness import Vector


@pytest.fixture
def without_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """No encoder was exported: letters alone are compared."""
    monkeypatch.setattr("moderation.probing.finding.vectors_of", lambda texts: None)


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder to whom whatever speaks of a mayor and a pie, tart or custard is one thing."""

    def embedded(texts: Sequence[str]) -> list[Vector]:
        return [_direction(at, text) for at, text in enumerate(texts)]

    monkeypatch.setattr("moderation.probing.finding.vectors_of", embedded)


def _direction(at: int, text: str) -> Vector:
    """The first axis for the theme, else an axis of its own."""
    of_the_theme = "mayor" in text.lower() and "bridge" not in text
    return [1.0 if axis == (0 if of_the_theme else at + 1) else 0.0 for axis in range(64)]

"""The card is given free before the film is written, and not before it was drawn."""

from pathlib import Path

import pytest

from generation.engines.base import RenderCancelled, RenderRequest
from generation.engines.diffusers.loading import turns
from tests.engines.diffusers.studio import SQUARE, Watcher, engine

pytestmark = pytest.mark.slow
REQUEST = RenderRequest("a red ball bounces", SQUARE, 1, 7)


def test_once_it_is_drawn_the_card_is_free_and_the_film_not_there(
    folders: Path, tmp_path: Path
) -> None:
    film, told = tmp_path / "film.mp4", list[tuple[bool, bool, bool]]()
    watcher = Watcher(film)

    def freed() -> None:
        taken = bool(turns._this_process._held)
        told.append((taken, film.exists(), max(watcher.told) >= 0.75))

    engine(folders, "wan-t2v").render(
        REQUEST, into=film, progress=watcher.progress, cancelled=watcher.cancelled, freed=freed
    )
    assert told == [(False, False, True)]
    assert film.exists()


def test_a_film_that_is_not_drawn_frees_nothing(folders: Path, tmp_path: Path) -> None:
    watcher = Watcher(tmp_path / "film.mp4", stop_at=lambda asked: asked > 2)
    with pytest.raises(RenderCancelled):
        engine(folders, "wan-t2v").render(
            REQUEST, into=watcher.path, progress=watcher.progress, cancelled=watcher.cancelled,
            freed=lambda: pytest.fail("it was not drawn"),
        )  # fmt: skip

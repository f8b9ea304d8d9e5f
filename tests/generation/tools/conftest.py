import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import FPS, RenderRequest, RenderResult
from generation.models import Draft
from tests.client import Api
from tests.generation.studio import Puppet, a_portrait
from tests.generation.tools.making import settled_by, want


class Cutter(Puppet):
    """A puppet that keeps to the length that was asked for, by stretching nothing: four seconds of
    grey, shown as often as it takes."""

    def render(self, request: RenderRequest, *, into: Path, **rest: Any) -> RenderResult:
        result = super().render(request, into=into, **rest)
        if request.seconds != 4:
            self._lengthen(request, into)
        return result

    def _lengthen(self, request: RenderRequest, into: Path) -> None:
        from generation.engines.editing.editing import edit
        from generation.engines.editing.takes import Take

        part = into.with_name("four.mp4")
        shutil.move(into, part)
        takes = [Take(part, 0, 4 * FPS)] * (request.seconds // 4)
        edit(takes, size=request.size, into=into, progress=lambda _: None, cancelled=lambda: False)
        part.unlink()


@pytest.fixture
def studio(
    puppet: Callable[..., Puppet], blank_film: Path, monkeypatch: pytest.MonkeyPatch
) -> Puppet:
    """An engine that works at once, and checks that pass."""
    puppet()
    engine = Cutter(blank_film)
    monkeypatch.setattr("generation.work.rendering.get_engine", lambda _: engine)
    monkeypatch.setattr("generation.work.preparing.portraits_for", a_portrait)
    return engine


@pytest.fixture
def quick_joins(monkeypatch: pytest.MonkeyPatch, blank_film: Path) -> list[int]:
    """Joining films costs seconds; of what is asked, only the length counts here."""
    made: list[int] = []

    def edit(segments: Any, *, into: Path, **_: Any) -> int:
        made.append(sum(segment.frames for segment in segments))
        shutil.copyfile(blank_film, into)
        return made[-1]

    monkeypatch.setattr("generation.work.tools.making.editing.edit", edit)
    monkeypatch.setattr("generation.work.rendering.DURATION_TOLERANCE_S", 1_000.0)
    return made


@pytest.fixture
def draft(api: Api, creator: Any, media_dir: Path, blank_film: Path) -> Draft:
    """Four seconds of the creator's, out of words."""
    return settled_by(want(api, creator), blank_film)

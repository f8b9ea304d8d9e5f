"""An accepted cameo of a real recording, and models that come after the one that measured it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from cameos.enrolment import kept_film
from lib.faces import registry
from lib.faces.base import Face, FaceKind, TemplateMark
from lib.media.apart.reading import pictures_alone_apart
from tests.cameos.enrolment.conftest import Sight, app, app_of, sight
from tests.cameos.enrolment.steps import App, show_results
from tests.cameos.references.conftest import recording

__all__ = ["app", "app_of", "recording", "sight"]
Deliver = Callable[[], int]
Enrolled = Callable[..., App]


class Successor:
    """The real models under another mark. What they saw of a picture once they see again."""

    seen: ClassVar[dict[bytes, list[Face]]] = {}
    measured: ClassVar[dict[tuple[bytes, Face], Any]] = {}

    def __init__(self, version: str = "2") -> None:
        self._kind: FaceKind = registry.build()
        self.mark: TemplateMark = replace(self._kind.mark, version=version)
        self.thresholds, self.points = self._kind.thresholds, self._kind.points

    def look(self, image: Any) -> list[Face]:
        key = image.tobytes()
        if key not in self.seen:
            self.seen[key] = self._kind.look(image)
        return list(self.seen[key])

    def embed(self, image: Any, face: Face) -> Any:
        key = (image.tobytes(), face)
        if key not in self.measured:
            self._kind.look(image)  # a face is of the picture that was looked at last
            self.measured[key] = self._kind.embed(image, face)
        return self.measured[key].copy()


@pytest.fixture
def successor() -> Successor:
    return Successor()


@pytest.fixture
def enrolled(
    sight: Sight, deliver: Deliver, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> Enrolled:
    """Sends a film, and is accepted; by models of the test, whose mark is an old one."""
    monkeypatch.setattr(kept_film, "pictures_alone_apart", pictures_alone_apart)

    def enrol(phone: App, film: bytes | None = None) -> App:
        phone.record(film or recording.read_bytes())
        deliver()
        show_results()
        deliver()
        return phone

    return enrol

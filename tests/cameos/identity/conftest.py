"""People with a face that is enrolled, and films that show faces. Everything by real models."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from cameos.models import Cameo
from cameos.purposes import BiometricPurpose
from cameos.vault.recording import confirm, keep_recording
from cameos.vault.template import Template
from lib.faces import registry
from lib.media.writer import Mp4Writer
from tests import cast, roles
from tests.cameos.conftest import SYSTEM
from tests.faces.sitters import Picture, portrait, sitter
from tests.generation.conftest import blank_film, puppet

__all__ = ["blank_film", "puppet"]
FPS = 12
Enrol = Callable[..., Cameo]
Films = Callable[..., Path]


def picture(name: str) -> Picture:
    return portrait() if name == "portrait" else sitter(name)


@cache
def measured(name: str) -> np.ndarray:
    """The numbers of a sitter's face."""
    kind, seen = registry.build(), picture(name)
    [face] = kind.look(seen)
    return kind.embed(seen, face)


@pytest.fixture
def enrol(vault: None, cameo_of: Callable[[Any], Cameo]) -> Enrol:
    """A person whose face is that of a sitter."""

    def make(name: str, *, confirmed: bool = True) -> Cameo:
        with roles.acting_as("web"):
            owner = cast.adult(name)
        cameo = cameo_of(owner)
        with roles.acting_as("likeness"):
            key = keep_recording(
                cameo=cameo,
                templates=[Template(registry.build().mark, measured(name))],
                clips=[],
                purpose=BiometricPurpose.ENROLMENT,
                actor=SYSTEM,
            )
            if confirmed:
                confirm(key_id=key.pk, actor=SYSTEM)
        return cameo

    return make


@pytest.fixture
def films(tmp_path: Path) -> Films:
    """`films("portrait", "wide")`: both beside each other for a moment, looked at once."""

    def make(*names: str, looks: int = 1) -> Path:
        path = tmp_path / f"{'-'.join(names) or 'nobody'}.mp4"
        frame = _beside(names)
        height, width = frame.shape[:2]
        with Mp4Writer(path, width=width, height=height, fps=FPS) as film:
            for _ in range(6 * looks):
                film.write_frame(frame)
        return path

    return make


def _beside(names: tuple[str, ...]) -> Picture:
    shown = [picture(name) for name in names] or [np.full((280, 290, 3), 90, np.uint8)]
    return np.ascontiguousarray(np.concatenate(shown, axis=1)[:, : 290 * len(shown)])


def ids(*cameos: Cameo) -> frozenset[UUID]:
    return frozenset(cameo.pk for cameo in cameos)

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db.models import F
from django.utils import timezone

from config.demo.stand_ins.videos.farm import Farm
from config.demo.stand_ins.videos.serving import serving
from generation.engines.base import EngineError, Freed, Reference, RenderRequest, RenderResult, Size
from generation.engines.remote.clock import Clock
from generation.engines.remote.configured import entry
from generation.engines.remote.engine import RemoteEngine
from generation.engines.remote.reading import place_of
from generation.models import ProcessorDebt
from lib.media.writer import Mp4Writer
from tests.media.clips import tone

PROCESSOR = {"name": "Example Farm", "region": "EU", "retention": "deleted after each job"}
SMALL = {"720x1280": "180x320"}
WISH: dict[str, Any] = {"prompt": "a red ball", "size": Size.PORTRAIT, "seconds": 4, "seed": 7}


def clip(path: Path, *, size: tuple[int, int] = (180, 320), frames: int = 96, fps: int = 24,
         sound: bool = True) -> Path:  # fmt: skip
    """Greys that rise by two a frame."""
    with Mp4Writer(path, width=size[0], height=size[1], fps=fps) as film:
        if sound:
            film.write_audio(tone(frames / fps))
        for number in range(frames):
            film.write_frame(np.full((size[1], size[0], 3), min(255, 2 * number), np.uint8))
    return path


@pytest.fixture(scope="session")
def good_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip(tmp_path_factory.mktemp("farm") / "good.mp4")


@pytest.fixture
def farm(good_film: Path) -> Iterator[Farm]:
    with serving(Farm(good_film)) as one:
        yield one


@dataclass
class Turned:
    """A clock that a pause turns; it never waits."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.at += seconds
        self.slept.append(seconds)

    def clock(self) -> Clock:
        # What really takes time counts too.
        return Clock(lambda: self.at + time.monotonic(), self.sleep, random.Random(3).uniform)


@dataclass
class Bench:
    """One engine against one farm, and what a render told."""

    engine: RemoteEngine
    farm: Farm
    time: Turned
    folder: Path
    told: list[float] = field(default_factory=list)
    stop_at: float = 2.0

    def cancelled(self) -> bool:
        return bool(self.told) and self.told[-1] >= self.stop_at

    def render(self, *, freed: Freed | None = None, **wish: Any) -> RenderResult:
        return self.engine.render(
            RenderRequest(**{**WISH, **wish}),
            into=self.folder / "master.mp4",
            progress=self.told.append,
            cancelled=self.cancelled,
            freed=freed,
        )

    def fails(self, **wish: Any) -> tuple[str, bool]:
        """Code and permanence; nothing is left of the film, here and there."""
        with pytest.raises(EngineError) as failed:
            self.render(**wish)
        assert list(self.folder.iterdir()) == []
        assert self.told == sorted(self.told)
        quoted = f"{failed.value!r} {failed.value.__cause__!r} {failed.value.args!r}"
        assert "127.0.0.1" not in quoted
        assert "red ball" not in quoted
        return failed.value.code, failed.value.permanent


def as_it_came(source: Path, request: RenderRequest, *, into: Path, tell: Any, **_: Any) -> None:
    """Writing a film anew takes seconds; most tests are about what comes before."""
    tell(0.5)
    shutil.copyfile(source, into)


@pytest.fixture
def bench(farm: Farm, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("generation.engines.pace.REPORT_EVERY_S", 0.0)
    monkeypatch.setattr("generation.engines.pace.ASK_EVERY_S", 0.0)

    def build(*, written: bool = False, **table: Any) -> Bench:
        if not written:
            monkeypatch.setattr("generation.engines.remote.engine.exact_film", as_it_came)
        whole = {"url": farm.url, "sizes": SMALL, **table}
        turned = Turned()
        engine = RemoteEngine(
            entry("farm", whole).capabilities, place_of("farm", whole), turned.clock()
        )
        folder = tmp_path / "work"
        folder.mkdir(exist_ok=True)
        return Bench(engine, farm, turned, folder)

    return build


@pytest.fixture
def person(tmp_path: Path) -> Reference:
    from PIL import Image

    path = tmp_path / "usr_01_moon_fan.png"
    Image.new("RGB", (32, 32), (10, 120, 90)).save(path)
    return Reference((path,), "moon_fan")


def noted() -> list[str]:
    """Whatever is owed to be deleted there, due or not."""
    return list(ProcessorDebt.objects.order_by("pk").values_list("video", flat=True))


def owe(server: str, *videos: str, since: timedelta = timedelta(0)) -> None:
    """As whoever asked for them `since` then, and was killed; they are due."""
    at = timezone.now() - since
    for video in videos:
        ProcessorDebt.objects.create(
            engine="farm", server=server, video=video, since=at, next_at=at
        )


def due() -> list[str]:
    """What would be asked for now."""
    rows = ProcessorDebt.objects.filter(next_at__lte=timezone.now()).order_by("next_at")
    return list(rows.values_list("video", flat=True))


def pass_by(seconds: float) -> None:
    """So much time has passed for all that is owed."""
    passed = timedelta(seconds=seconds)
    ProcessorDebt.objects.update(since=F("since") - passed, next_at=F("next_at") - passed)
    told = ProcessorDebt.objects.exclude(reported_at=None)
    told.update(reported_at=F("reported_at") - passed)

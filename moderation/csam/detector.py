"""The service as a detector of frames: each is sent and answered, or nothing is assessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from moderation.answers import Answer, Basis, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.csam.client import SECONDS, ServiceAway, ask
from moderation.csam.pictures import as_item
from moderation.csam.wire import Found, Item
from moderation.detectors.base import FrameSession, Source
from moderation.files import FileDigests

if TYPE_CHECKING:
    from lib.media.frames import SampledFrame

log = structlog.get_logger(__name__)

NAME, VERSION = "csam", "1"
BATCH = 8  # pictures a request


def build() -> Csam | None:
    """As the environment names it, or None."""
    if not settings.CSAM_SERVICE_URL:
        return None
    return Csam(
        url=settings.CSAM_SERVICE_URL,
        key=settings.CSAM_SERVICE_KEY,
        trusted=frozenset(settings.CSAM_TRUSTED_EXCHANGES),
    )


@dataclass(frozen=True, slots=True)
class Csam:
    """A `FrameDetector` that also asks about the file itself (`of_file`)."""

    url: str
    key: str = field(repr=False)
    trusted: frozenset[str]
    seconds: float = SECONDS
    files: FileDigests | None = None
    name: str = NAME
    version: str = VERSION
    per_second: float = 2.0
    max_side: int = 512
    must_assess: bool = True
    concerns_children: bool = True

    def of_file(self, files: FileDigests) -> Csam:
        """The same for one file."""
        return replace(self, files=files)

    def begin(self, source: Source) -> FrameSession:
        return Session(self)


class Session:
    """One film, or one picture. Once a request has failed, nothing more is asked."""

    def __init__(self, service: Csam) -> None:
        self._service = service
        self._waiting: list[Item] = []
        self._found: list[tuple[Item, Found]] = []
        self._by = ""
        self._failed = False
        self._seen = 0
        if service.files is not None:
            hashes = {"md5": service.files.md5, "sha1": service.files.sha1}
            self._waiting.append(Item(hashes))

    def look(self, frame: SampledFrame) -> None:
        self._seen += 1
        self._waiting.append(as_item(frame.image, at_seconds=frame.at_seconds))
        if len(self._waiting) >= BATCH:
            self._send()

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        return [(Surface.FRAME, self.verdict())]

    def verdict(self) -> Answer:
        """Assessed only where every picture was answered, and there was one; else ServiceAway, so
        that its silence is a failure, which nobody else's answer makes up for."""
        if self._waiting:
            self._send()
        if self._failed or not self._seen:
            raise ServiceAway("not answered" if self._failed else "nothing seen")
        service = self._service
        coverage = {Category.CHILD_SAFETY: Coverage.ASSESSED}
        version = f"{service.version}/{self._by}"[:64]
        return Answer(service.name, version, coverage, (*self._matches(), *self._best()))

    def _send(self) -> None:
        items, self._waiting = self._waiting, []
        if self._failed:
            return
        service = self._service
        try:
            self._by, found = ask(service.url, service.key, items, seconds=service.seconds)
        except ServiceAway as error:
            self._failed = True
            log.warning("csam_service_away", fault=str(error))
            return
        # The picture itself is needed no more.
        bare = [replace(item, image=None) for item in items]
        self._found += zip(bare, found, strict=True)

    def _matches(self) -> list[Hit]:
        trusted = self._service.trusted
        return [
            Hit(
                Category.CHILD_SAFETY,
                1.0,
                term=f"{found.exchange}:{found.entry}"[:64],
                start_s=item.at_seconds,
                end_s=item.at_seconds,
                basis=Basis.TRUSTED_EXCHANGE if found.exchange in trusted else None,
            )
            for item, found in self._found
            if found.known
        ]

    def _best(self) -> list[Hit]:
        """The highest score of the classifier. By itself it is no reason for a report."""
        scored = [(found.score, item) for item, found in self._found if found.score is not None]
        score, item = max(scored, key=lambda one: one[0])
        return [Hit(Category.CHILD_SAFETY, score, start_s=item.at_seconds, end_s=item.at_seconds)]

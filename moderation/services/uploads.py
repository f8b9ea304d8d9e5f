"""A picture that somebody uploads, before anybody or anything else looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from moderation import csam
from moderation.answers import Answer, unassessed
from moderation.categories import Surface
from moderation.csam.client import ServiceAway
from moderation.csam.detector import VERSION, Session
from moderation.detectors import hashes
from moderation.detectors.base import Source
from moderation.files import digests
from moderation.policy.judging import Evidence
from moderation.services.banks import bank_entries
from moderation.services.known_files import file_answer
from moderation.services.pictures import UnreadablePicture, pictures_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.media.frames import SampledFrame

MOST_PICTURES = 120  # of an animated one


def known_material(
    path: Path,
    *,
    surface: Surface = Surface.REFERENCE_IMAGE,
    pictures: Iterable[NDArray[np.uint8]] | None = None,
) -> Evidence:
    """What our banks and the operator's service say of an image file: of its bytes as they came,
    and of every picture in it. `pictures`: those of a film, which the caller read. Raises
    UnreadablePicture, `too many` pictures among the reasons."""
    found = digests(path)
    bank = hashes.build(bank_entries(), version="upload").begin(Source(draws=None))
    service = csam.build()
    asked = Session(service.of_file(found)) if service is not None else None
    for frame in _frames(pictures_in(path) if pictures is None else pictures):
        bank.look(frame)
        if asked is not None:
            asked.look(frame)
    answers: list[Answer] = [file_answer(found), *(answer for _, answer in bank.answer())]
    if asked is not None:
        answers.append(_answer_of(asked))
    return Evidence(surface, answers)


def _answer_of(asked: Session) -> Answer:
    try:
        return asked.verdict()
    except ServiceAway:
        return unassessed(csam.NAME, VERSION)


def _frames(pictures: Iterable[NDArray[np.uint8]]) -> Iterator[SampledFrame]:
    from lib.media.frames import SampledFrame

    for number, image in enumerate(pictures):
        if number >= MOST_PICTURES:
            raise UnreadablePicture("too many pictures")
        yield SampledFrame(number, float(number), image)

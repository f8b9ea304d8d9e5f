"""From the file that came to what may be kept of it: pixels that were looked at, and no more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cameos.attestations.switching import is_on
from cameos.characters.moderating import Opinion, opinion_of
from cameos.gate import Gate, NotUsable, People, look_for_people, pictures_of
from cameos.gate.filming import film_of
from cameos.gate.reading import Fault
from cameos.uploads.ages import minors_excluded
from cameos.uploads.known import known_opinion
from cameos.uploads.limits import KEPT_PREFIX
from lib.signed_media import delete, exists, new_key, placing, storage_path

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from cameos.models import ReferenceImage
    from moderation.policy.judging import Judgement


@dataclass(slots=True)
class Prepared:
    """`opinion` is None where somebody was found and nothing of them may be kept: nothing more is
    looked at. `adults_alone`: of those who were found."""

    gate: Gate
    adults_alone: bool = False
    opinion: Opinion | None = None
    known: Opinion | None = None
    key: str = ""
    digest: str = ""
    _made: list[str] = field(default_factory=list)

    @property
    def judgement(self) -> Judgement:
        """Only where something was judged."""
        if self.opinion is None:
            raise ValueError("nothing was judged")
        return self.opinion.judgement

    def place(self, suffix: str) -> str:
        """A key that `discard` forgets."""
        self._made.append(new_key(KEPT_PREFIX, suffix))
        return self._made[-1]

    def discard(self) -> None:
        """Nothing stays. Safe to do again."""
        for key in self._made:
            delete(key)


def prepared(row: ReferenceImage) -> Prepared:
    """Read, look for people, and judge what would be kept. Raises NotUsable."""
    if not exists(row.upload_key):
        raise NotUsable(Fault.UNREADABLE)
    sent = storage_path(row.upload_key)
    pictures = pictures_of(sent, row.content_type)
    found = Prepared(look_for_people(pictures))
    if found.gate.people is People.FOUND:
        # Only so that somebody may attest; else nothing is learnt but that somebody is there, and
        # whether the file is known.
        found.adults_alone = is_on() and minors_excluded(pictures)
        if not found.adults_alone:
            found.known = known_opinion(sent, owner=row.owner)
            return found
    try:
        _keep(found, pictures[0])
        _judge(found, pictures, sent, row)
    except BaseException:
        found.discard()
        raise
    return found


def _keep(found: Prepared, picture: NDArray[np.uint8]) -> None:
    """Lossless, so that what is used is what was looked at; and nothing that a camera wrote."""
    from PIL import Image

    found.key = found.place(".png")
    with placing(found.key) as path:
        Image.fromarray(picture).save(path, "PNG")
    found.digest = hashlib.sha256(storage_path(found.key).read_bytes()).hexdigest()


def _judge(
    found: Prepared, pictures: list[NDArray[np.uint8]], sent: Path, row: ReferenceImage
) -> None:
    film = found.place(".mp4")
    try:
        with placing(film) as path:
            film_of(pictures, path)
        found.opinion = opinion_of(storage_path(film), sent=sent, owner=row.owner)
    finally:
        delete(film)

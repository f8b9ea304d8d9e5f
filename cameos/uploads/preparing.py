"""From the file that came to what may be kept of it: pixels that were looked at, and no more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from cameos.attestations.switching import SWITCH
from cameos.gate import People, look_for_people
from cameos.gate.filming import film_of
from cameos.intake.known import known_opinion
from cameos.intake.opinions import opinion_of
from cameos.intake.prepared import Prepared, pictures_sent
from cameos.uploads.ages import minors_excluded
from cameos.uploads.limits import KEPT_PREFIX, LONGEST_SIDE
from cameos.uploads.origins import Origin, origin_of
from lib.signed_media import placing, scratch

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from cameos.models import ReferenceImage


@dataclass(slots=True)
class PreparedPicture(Prepared):
    """`adults_alone`: of those who were found, of whom nothing but `known` is looked at unless
    somebody may attest. `size`: width and height of what is kept."""

    prefix: ClassVar[str] = KEPT_PREFIX

    origin: Origin = field(kw_only=True)
    size: tuple[int, int] = field(kw_only=True)
    adults_alone: bool = False


def prepared(row: ReferenceImage) -> PreparedPicture:
    """Read, look for people, and judge what would be kept. Raises NotUsable."""
    with pictures_sent(row, longest=LONGEST_SIDE) as (sent, pictures):
        height, width = pictures[0].shape[:2]
        found = PreparedPicture(
            look_for_people(pictures), origin=origin_of(sent, pictures[0]), size=(width, height)
        )
        if found.gate.people is People.FOUND:
            # Only so that somebody may attest; else nothing is learnt but that somebody is there,
            # and whether the file is known.
            found.adults_alone = SWITCH.is_on() and minors_excluded(pictures)
            if not found.adults_alone:
                found.known = known_opinion(row, sent, pictures)
                return found
        with found.discarded_on_error():
            _keep(found, pictures[0])
            _judge(found, pictures, sent, row)
    return found


def _keep(found: PreparedPicture, picture: NDArray[np.uint8]) -> None:
    """Lossless, so that what is used is what was looked at; and nothing that a camera wrote."""
    from PIL import Image

    found.key = found.place(".png")
    with placing(found.key) as path:
        Image.fromarray(picture).save(path, "PNG")
        found.digest = hashlib.sha256(path.read_bytes()).hexdigest()


def _judge(
    found: PreparedPicture, pictures: list[NDArray[np.uint8]], sent: Path, row: ReferenceImage
) -> None:
    with scratch() as folder:
        film = folder / "film.mp4"
        film_of(pictures, film)
        found.opinion = opinion_of(film, sent=sent, owner=row.owner)

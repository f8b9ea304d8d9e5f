from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cameos.characters.limits import KEPT_PREFIX
from cameos.gate import People, look_for_people
from cameos.gate.filming import film_of
from cameos.intake.known import known_opinion
from cameos.intake.opinions import opinion_of
from cameos.intake.prepared import Prepared, pictures_sent
from lib.media.stills import spritesheet
from lib.signed_media import placing

if TYPE_CHECKING:
    from pathlib import Path

    from cameos.models import Character

COLUMNS, ROWS = 4, 3


@dataclass(slots=True)
class PreparedClip(Prepared):
    """`key`: of a silent film of what was looked at; `sheet_key`: of its pictures."""

    prefix: ClassVar[str] = KEPT_PREFIX

    sheet_key: str = ""


def prepared(row: Character) -> PreparedClip:
    """Read, look for people, and judge what would be kept. Raises NotUsable."""
    with pictures_sent(row) as (sent, pictures):
        found = PreparedClip(look_for_people(pictures))
        if found.gate.people is People.FOUND:
            found.known = known_opinion(row, sent, pictures)
            return found
        with found.discarded_on_error():
            found.key = found.place(".mp4")
            with placing(found.key) as film:
                film_of(pictures, film)
                _judge(found, film, sent, row)
    return found


def _judge(found: PreparedClip, film: Path, sent: Path, row: Character) -> None:
    found.digest = hashlib.sha256(film.read_bytes()).hexdigest()
    found.opinion = opinion_of(film, sent=sent, owner=row.owner)
    if found.opinion.hidden:
        return
    found.sheet_key = found.place(".webp")
    with placing(found.sheet_key) as path:
        spritesheet(film, into=path, columns=COLUMNS, rows=ROWS)

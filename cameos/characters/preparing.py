from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cameos.characters.limits import KEPT_PREFIX
from cameos.characters.moderating import Opinion, opinion_of
from cameos.gate import Gate, NotUsable, People, look_for_people, pictures_of
from cameos.gate.filming import film_of
from cameos.gate.reading import Fault
from lib.media.stills import spritesheet
from lib.signed_media import delete, exists, new_key, placing, storage_path

if TYPE_CHECKING:
    from cameos.models import Character
    from moderation.policy.judging import Judgement

COLUMNS, ROWS = 4, 3


@dataclass(slots=True)
class Prepared:
    """What was found, and the files that were made of it; `opinion` is None where a human being
    was found, of whom nothing more is looked at and nothing kept."""

    gate: Gate
    opinion: Opinion | None = None
    film_key: str = ""
    digest: str = ""
    sheet_key: str = ""
    _made: list[str] = field(default_factory=list)

    @property
    def judgement(self) -> Judgement:
        """Only where nobody was found."""
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


def prepared(row: Character) -> Prepared:
    """Read, look for people, and judge what would be kept. Raises NotUsable."""
    if not exists(row.upload_key):
        raise NotUsable(Fault.UNREADABLE)
    sent = storage_path(row.upload_key)
    pictures = pictures_of(sent, row.content_type)
    found = Prepared(look_for_people(pictures))
    if found.gate.people is People.FOUND:
        return found
    try:
        found.film_key = found.place(".mp4")
        with placing(found.film_key) as path:
            film_of(pictures, path)
        _judge(found, sent, row)
    except BaseException:
        found.discard()
        raise
    return found


def _judge(found: Prepared, sent: Path, row: Character) -> None:
    film = storage_path(found.film_key)
    found.digest = hashlib.sha256(film.read_bytes()).hexdigest()
    found.opinion = opinion_of(film, sent=sent, owner=row.owner)
    if found.opinion.hidden:
        return
    found.sheet_key = found.place(".webp")
    with placing(found.sheet_key) as path:
        spritesheet(film, into=path, columns=COLUMNS, rows=ROWS)

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from cameos.gate import Gate, NotUsable, pictures_of
from cameos.gate.reading import Fault
from lib.signed_media import delete, exists, new_key, storage_path

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from cameos.intake.opinions import Opinion
    from cameos.models import Character, ReferenceImage
    from moderation.policy.judging import Judgement


@dataclass(slots=True)
class Prepared:
    """What was found, and the files that were made of it; `key` and `digest` are of what is kept.
    `opinion` is None where somebody was found and nothing more was looked at."""

    prefix: ClassVar[str]

    gate: Gate
    opinion: Opinion | None = None
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
        self._made.append(new_key(self.prefix, suffix))
        return self._made[-1]

    def discard(self) -> None:
        """Nothing stays. Safe to do again."""
        for key in self._made:
            delete(key)

    @contextmanager
    def discarded_on_error(self) -> Iterator[None]:
        """Whoever stops half-way leaves nothing."""
        try:
            yield
        except BaseException:
            self.discard()
            raise


def pictures_sent(row: Character | ReferenceImage) -> tuple[Path, list[NDArray[np.uint8]]]:
    """The file as it came, and what of it is looked at. Raises NotUsable."""
    if not exists(row.upload_key):
        raise NotUsable(Fault.UNREADABLE)
    sent = storage_path(row.upload_key)
    return sent, pictures_of(sent, row.content_type)

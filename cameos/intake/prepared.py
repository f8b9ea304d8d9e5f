from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from cameos.gate import Gate, NotUsable, pictures_of
from cameos.gate.reading import LONGEST_SIDE, Fault
from cameos.intake.evidence import SetAside, claim
from lib.signed_media import delete, new_key, reading

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
    `opinion` is None where somebody was found and nothing more was looked at than whether the file
    is `known`. `evidence`: the copy of a file in which child abuse was found."""

    prefix: ClassVar[str]

    gate: Gate
    opinion: Opinion | None = None
    known: Opinion | None = None
    key: str = ""
    digest: str = ""
    evidence: SetAside | None = None
    _made: list[str] = field(default_factory=list)

    @property
    def judgement(self) -> Judgement:
        """Only where something was judged."""
        if self.opinion is None:
            raise ValueError("nothing was judged")
        return self.opinion.judgement

    @property
    def said(self) -> Opinion | None:
        """All that was found out."""
        return self.opinion or self.known

    def finds_abuse(self, row: Character | ReferenceImage) -> bool:
        """Whether the file is evidence."""
        return self.said is not None and self.said.finds_abuse(row.owner)

    def write_down(self, row: Character | ReferenceImage, *, stage: str) -> None:
        """What was found, whatever becomes of the file. In the caller's transaction."""
        if self.said is not None:
            self.said.keep(row.public_id, row.owner, stage=stage)
        if self.evidence is not None:
            claim(row, self.evidence)

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


@contextmanager
def pictures_sent(
    row: Character | ReferenceImage, *, longest: int = LONGEST_SIDE
) -> Iterator[tuple[Path, list[NDArray[np.uint8]]]]:
    """The file as it came, and what of it is looked at: of a picture at most `longest` a side.
    Raises NotUsable."""
    with ExitStack() as stack:
        try:
            sent = stack.enter_context(reading(row.upload_key))
        except FileNotFoundError:
            raise NotUsable(Fault.UNREADABLE) from None
        yield sent, pictures_of(sent, row.content_type, longest=longest)

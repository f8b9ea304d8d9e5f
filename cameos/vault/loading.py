"""The templates of one mark in memory, kept like the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cameos.blocked.states import PROTECTED
from cameos.models import CameoKey, FaceTemplate, GalleryStamp
from cameos.purposes import Reach
from cameos.states import ENDED
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.keys import open_key
from cameos.vault.memory import TemplateMemory
from cameos.vault.sealing import open_template_into
from lib.faces.base import TemplateMark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = structlog.get_logger(__name__)

BATCH = 1_000


class Loaded:
    """`rows[:count]` are the numbers; `cameos`, `confirmed` and `norms` say of whom (a cameo, or
    somebody blocked), whether it was accepted, and the squared length. `unreadable`: those of
    templates that should open and do not; `unmeasured`: those of whom another model alone made
    templates, as after a change of models. An answer found without them is not complete."""

    def __init__(self, mark: TemplateMark) -> None:
        self.mark = mark
        self.ids: list[UUID] = []
        self.cameos: list[UUID] = []
        self.unreadable: dict[Reach, set[UUID]] = {}
        self.unmeasured: dict[Reach, set[UUID]] = {}
        self._memory = TemplateMemory(mark.dims)
        self._stamp: UUID | None = None
        self._fresh = False
        self._arrays()

    def refresh(self) -> None:
        """One small query where nothing changed. The stamp is read before the rows: whatever is
        committed in between is seen now or at the next call, never missed."""
        stamp = GalleryStamp.objects.values_list("stamp", flat=True).first()
        if self._fresh and stamp == self._stamp:
            return
        self._fresh = False
        self._follow()
        self._stamp, self._fresh = stamp, True

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def rows(self) -> NDArray[np.float32]:
        return self._memory.rows[: self.count]

    def drop(self) -> None:
        self.ids, self.cameos, self._fresh = [], [], False
        self._memory.drop()

    def _follow(self) -> None:
        mark = self.mark
        table = FaceTemplate.objects.filter(kind=mark.kind, version=mark.version, dims=mark.dims)
        confirmed = {
            row_id: at is not None
            for row_id, at in table.values_list("id", "key__confirmed_at").iterator(10_000)
        }
        self._remove(set(self.ids) - set(confirmed))
        self._add(sorted(set(confirmed) - set(self.ids)))
        self._arrays([confirmed[row_id] for row_id in self.ids])
        others = list(of_other_marks(mark))
        self.unmeasured = _by_reach([key.holder_id for key in others], map(_confirmed, others))

    def _remove(self, gone: set[UUID]) -> None:
        for number in reversed(range(self.count)):
            if self.ids[number] in gone:
                last = self.count - 1
                self._memory.move(last, number)
                self.ids[number], self.cameos[number] = self.ids[last], self.cameos[last]
                del self.ids[last], self.cameos[last]

    def _add(self, new: Sequence[UUID]) -> None:
        self._memory.ensure(self.count + len(new))
        faults: Counter[VaultFault] = Counter()
        shut: list[CameoKey] = []
        for row in _rows(new):
            try:
                self._open(row)
            except VaultError as error:
                if error.fault is VaultFault.KEY_STORE_FAILED:
                    raise
                faults[error.fault] += 1
                if not _is_erased(row.key, error.fault):
                    shut.append(row.key)
            else:
                self.ids.append(row.pk)
                self.cameos.append(row.key.holder_id)
        self.unreadable = _by_reach([key.holder_id for key in shut], map(_confirmed, shut))
        if faults:
            log.warning("templates_not_opened", **{fault.value: n for fault, n in faults.items()})

    def _open(self, row: FaceTemplate) -> None:
        buffer = self._memory.buffer(self.count)
        try:
            with open_key(row.key_id) as key:
                open_template_into(
                    buffer, bytes(row.sealed), mark=self.mark, key=key, row_id=row.pk
                )
        except VaultError:
            buffer[:] = bytes(len(buffer))
            raise

    def _arrays(self, confirmed: Sequence[bool] = ()) -> None:
        import numpy as np

        self.confirmed = np.array(confirmed, bool)
        self.norms = np.einsum("ij,ij->i", self.rows, self.rows)
        self.most_of_one = max(Counter(self.cameos).values(), default=1)
        self.searched = _by_reach(self.cameos, confirmed)


def _rows(ids: Sequence[UUID]) -> Iterator[FaceTemplate]:
    for start in range(0, len(ids), BATCH):
        yield from FaceTemplate.objects.filter(pk__in=ids[start : start + BATCH]).select_related(
            "key__cameo", "key__blocked"
        )


def of_other_marks(mark: TemplateMark) -> QuerySet[CameoKey]:
    """Recordings under a consent that stands, of which this model has measured nothing."""
    own = FaceTemplate.objects.filter(kind=mark.kind, version=mark.version, dims=mark.dims)
    lent = Q(epoch=F("cameo__epoch")) & ~Q(cameo__state__in=sorted(ENDED))
    standing = CameoKey.objects.filter(lent | Q(blocked__state__in=sorted(PROTECTED)))
    made = FaceTemplate.objects.filter(key=OuterRef("pk"))
    return standing.filter(Exists(made)).exclude(Exists(own.filter(key=OuterRef("pk"))))


def _is_erased(key: CameoKey, fault: VaultFault) -> bool:
    """What an erasure, or a restored backup, may leave for a while: ciphertext of a consent that
    was withdrawn. A key that is destroyed under a consent that stands is a fault of the store."""
    return fault is VaultFault.KEY_DESTROYED and key.is_withdrawn


def _confirmed(key: CameoKey) -> bool:
    return key.confirmed_at is not None


def _by_reach(cameos: Iterable[UUID], confirmed: Iterable[bool]) -> dict[Reach, set[UUID]]:
    """Among whom each reach looks."""
    pairs = list(zip(cameos, confirmed, strict=True))
    return {
        Reach.CONFIRMED: {cameo_id for cameo_id, accepted in pairs if accepted},
        Reach.EVERYONE: {cameo_id for cameo_id, _ in pairs},
    }

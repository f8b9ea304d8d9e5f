"""Whose face is it? Templates go in; ids of cameos or of people who are blocked, and distances,
come out; vectors never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from cameos.purposes import BiometricPurpose, Reach, Use
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.loading import Loaded
from cameos.vault.pairs import SLACK, Pair, near_pairs
from cameos.vault.process import require_likeness
from cameos.vault.template import Template, values_of
from cameos.vault.uses import begin
from lib.actors import Actor
from lib.faces.base import TemplateMark
from lib.faces.comparing import distances, same

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AT_ONCE = 16  # faces: their scores against 100,000 templates are 6 MB


@dataclass(frozen=True, slots=True)
class Match:
    """How far the nearest template of a cameo is: Euclidean, to be judged by `Thresholds`.

    `cameo_id`: or the id of somebody blocked, who is never anybody's subject.
    """

    cameo_id: UUID
    distance: float


@dataclass(frozen=True, slots=True)
class Found:
    """For each face the nearest cameos, nearest first. `searched`: the cameos among which the
    purpose lets it look; `unreadable`: those of them of which a template did not open, or which
    another model alone has measured. Where that is not 0 the answer is partial, and that nobody was
    found is none."""

    nearest: list[list[Match]]
    searched: int
    unreadable: int


class Gallery:
    """All templates of one mark. Built in the likeness process alone, else VaultError."""

    def __init__(self, mark: TemplateMark) -> None:
        require_likeness()
        self._loaded = Loaded(mark)
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"<gallery of {self._loaded.count} templates>"

    def search(
        self,
        faces: Sequence[Template],
        *,
        nearest: int,
        purpose: BiometricPurpose,
        actor: Actor,
        about: str,
        within: float | None = None,
    ) -> Found:
        """So many of the nearest, and beside them whoever is no further than `within`. One row in
        the audit for all faces of one thing, say of one film. Raises VaultError, and MarksDiffer
        for a face of another mark."""
        for face in faces:
            same(face.mark, self._loaded.mark)
        row = begin(purpose, Use.SEARCH, actor=actor, about=about, count=len(faces))
        with self._lock:
            self._loaded.refresh()
            answer = self._nearest(faces, nearest, within, row.reach) if faces else []
            held = self._loaded
            unseen = held.unreadable[row.reach] | held.unmeasured[row.reach]
            return Found(answer, len(held.searched[row.reach]), len(unseen))

    def compare(
        self,
        face: Template,
        *,
        cameo_id: UUID,
        purpose: BiometricPurpose,
        actor: Actor,
        about: str,
    ) -> float | None:
        """The distance to one cameo's confirmed recording; None where it has none of this mark.
        Raises VaultError where it has one that does not open."""
        same(face.mark, self._loaded.mark)
        begin(purpose, Use.COMPARE, actor=actor, about=about, count=1)
        with self._lock:
            self._loaded.refresh()
            held = self._loaded
            if cameo_id in held.unreadable[Reach.CONFIRMED]:
                raise VaultError(VaultFault.CANNOT_OPEN, f"a template of cameo {cameo_id}")
            own = [n for n, one in enumerate(held.cameos) if one == cameo_id and held.confirmed[n]]
            return float(distances(values_of(face), held.rows[own]).min()) if own else None

    def pairs(self, *, within: float, actor: Actor) -> tuple[list[Pair], int]:
        """Who of all that are confirmed are alike, and of how many people nobody could say it:
        where that is not 0 the answer is partial. For the purpose of remeasurement. Raises
        VaultError."""
        mark = self._loaded.mark
        with self._lock:
            self._loaded.refresh()
            held, reach = self._loaded, Reach.CONFIRMED
            about, count = f"{mark.kind}/{mark.version}", len(held.searched[reach])
            begin(BiometricPurpose.REMEASUREMENT, Use.SEARCH, actor=actor, about=about, count=count)
            unseen = held.unreadable[reach] | held.unmeasured[reach]
            return near_pairs(held, held.confirmed, within=within), len(unseen)

    def refresh(self) -> None:
        """Forget who was erased, without waiting for the next search."""
        with self._lock:
            self._loaded.refresh()

    def drop(self) -> None:
        """Overwrite and give back its memory; the next search loads everything again."""
        with self._lock:
            self._loaded.drop()
            self._loaded = Loaded(self._loaded.mark)

    def _nearest(
        self, faces: Sequence[Template], most: int, within: float | None, reach: Reach
    ) -> list[list[Match]]:
        import numpy as np

        held = self._loaded
        among = held.confirmed if reach is Reach.CONFIRMED else np.ones(held.count, bool)
        # However the nearest templates are spread, they are of at least so many cameos.
        width = min(most * held.most_of_one, int(among.sum()))
        if not width:
            return [[] for _ in faces]
        found: list[list[Match]] = []
        for start in range(0, len(faces), AT_ONCE):
            group = [values_of(face) for face in faces[start : start + AT_ONCE]]
            candidates = self._candidates(group, among, width, within)
            for values, near in zip(group, candidates, strict=True):
                found.append(self._ranked(values, near, most, within))
        return found

    def _candidates(
        self,
        group: list[NDArray[np.float32]],
        among: NDArray[np.bool_],
        width: int,
        within: float | None,
    ) -> list[NDArray[np.intp]]:
        """By |t|² - 2 p·t, which orders as the distance to p does, in one matrix product."""
        import numpy as np

        held = self._loaded
        scores = held.norms - 2 * (np.stack(group) @ held.rows.T)
        scores[:, ~among] = np.inf
        nearest = np.argpartition(scores, width - 1, axis=1)[:, :width]
        if within is None:
            return list(nearest)
        limits = [(within + SLACK) ** 2 - float(values @ values) for values in group]
        return [
            np.union1d(some, np.flatnonzero(row <= limit))
            for some, row, limit in zip(nearest, scores, limits, strict=True)
        ]

    def _ranked(
        self, values: NDArray[np.float32], near: NDArray[np.intp], most: int, within: float | None
    ) -> list[Match]:
        best: dict[UUID, float] = {}
        far = distances(values, self._loaded.rows[near]).tolist()
        for number, distance in zip(near, far, strict=True):
            cameo_id = self._loaded.cameos[number]
            best[cameo_id] = min(distance, best.get(cameo_id, distance))
        ranked = sorted(best.items(), key=lambda pair: pair[1])
        return [
            Match(cameo_id, distance)
            for place, (cameo_id, distance) in enumerate(ranked)
            if place < most or (within is not None and distance <= within)
        ]


_built: dict[TemplateMark, Gallery] = {}


def gallery_of(mark: TemplateMark) -> Gallery:
    """The process's own, loaded at its first search."""
    if mark not in _built:
        _built[mark] = Gallery(mark)
    return _built[mark]


def refresh_all() -> None:
    """This process forgets who was erased; others do so at their next search."""
    for gallery in _built.values():
        gallery.refresh()

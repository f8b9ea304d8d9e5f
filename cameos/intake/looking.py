"""From a file that was sent in to what becomes of it. By a worker: nothing here is biometric, and
the likeness process neither reads banks of known material nor keeps refusals."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from django.db import transaction

from cameos.gate import Gate, NotUsable, People
from cameos.intake.abuse import abuse_kept
from cameos.intake.limits import LEASE, MOST_ATTEMPTS
from cameos.intake.prepared import Prepared
from cameos.models import Character, ReferenceImage
from cameos.trying import counted_with_files, leased
from lib.errors import StaleState
from moderation.policy.judging import Effect

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

R = TypeVar("R", Character, ReferenceImage)
P = TypeVar("P", bound=Prepared)


class Looking(ABC, Generic[R, P]):
    """A kind of file says what it is made ready by, and where it goes."""

    stage: ClassVar[str]
    not_assessed: ClassVar[str]
    against_the_rules: ClassVar[str]

    def look(self, key: UUID) -> None:
        """Decide, once. A late or doubled message does nothing; whoever is killed is followed by
        another, at most so often."""
        row = self.claim(key)
        if row is not None:
            with suppress(StaleState), counted_with_files(row):  # stale: removed meanwhile
                self._look(row)

    def claim(self, key: UUID) -> R | None:
        """Take it, and count the attempt before anything is read; None for whoever comes late."""
        rows = self.rows()
        if not leased(rows.filter(pk=key), span=LEASE):
            return None
        return rows.model._default_manager.select_related("owner").get(pk=key)

    def _look(self, row: R) -> None:
        if row.attempts > MOST_ATTEMPTS:
            return self.refuse(row, self.not_assessed)
        try:
            found = self.prepare(row)
        except NotUsable as error:
            return self.refuse(row, error.fault.value)
        with found.discarded_on_error(), abuse_kept(row, found, stage=self.stage):
            return self._conclude(row, found)

    def _conclude(self, row: R, found: P) -> None:
        """Somebody in it first: whatever else it shows, only their own consent makes more of it."""
        if found.gate.people is People.FOUND:
            return self.meet_somebody(row, found)
        effect = found.judgement.effect
        if effect == Effect.REFUSE:
            found.discard()
            return self.refuse_found(row, found, self.against_the_rules)
        if effect == Effect.PASS and self.clears(found.gate) and not found.judgement.depicts_minor:
            return self.pass_on(row, found)
        return self.hold(row, found)

    def refuse_found(self, row: R, found: P, problem: str) -> None:
        """What was found stays on record. Raises StaleState."""
        with transaction.atomic():
            found.write_down(row, stage=self.stage)
            self.refuse(row, problem)

    @abstractmethod
    def rows(self) -> QuerySet[R]:
        """What nobody has looked at."""

    @abstractmethod
    def prepare(self, row: R) -> P:
        """Raises NotUsable."""

    @abstractmethod
    def clears(self, gate: Gate) -> bool:
        """Whether the gate alone lets it on."""

    @abstractmethod
    def refuse(self, row: R, problem: str) -> None: ...

    @abstractmethod
    def meet_somebody(self, row: R, found: P) -> None: ...

    @abstractmethod
    def pass_on(self, row: R, found: P) -> None: ...

    @abstractmethod
    def hold(self, row: R, found: P) -> None: ...

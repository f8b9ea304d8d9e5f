from typing import ClassVar

from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import TargetKind
from generation.models import FilmHoldKind
from generation.services.film_holds import hold_film, lift_film


class FilmAction(Action):
    """Actions that are a hold of a film."""

    target = TargetKind.FILM
    kind: ClassVar[FilmHoldKind]

    def apply(self, doing: Doing) -> Changed | None:
        held = hold_film(
            job_id=doing.target_id,
            kind=self.kind,
            cause=doing.cause,
            actor=doing.actor,
            told=doing.told,
        )
        return {"hold": self.kind.value} if held else None

    def reverse(self, doing: Doing) -> None:
        lift_film(
            job_id=doing.target_id,
            kind=self.kind,
            cause=doing.cause,
            actor=doing.actor,
            told=doing.told,
        )

from typing import ClassVar

from accounts.models import PersonHoldKind
from accounts.services.holds import hold_person, lift_person
from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import TargetKind


class PersonAction(Action):
    """Actions that are a hold of a person."""

    target = TargetKind.PERSON
    kind: ClassVar[PersonHoldKind]

    def apply(self, doing: Doing) -> Changed | None:
        held = hold_person(
            person_id=doing.target_id,
            kind=self.kind,
            cause=doing.cause,
            actor=doing.actor,
            approved_by=doing.approved_by,
            told=doing.told,
        )
        return {"hold": self.kind.value} if held else None

    def reverse(self, doing: Doing) -> None:
        lift_person(
            person_id=doing.target_id,
            kind=self.kind,
            cause=doing.cause,
            actor=doing.actor,
            told=doing.told,
        )

from typing import ClassVar

from accounts.models import ProfileField
from accounts.services.profile_holds import hold_text, lift_text
from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import TargetKind


class ProfileAction(Action):
    """Actions that take words out of a profile. Their author may write others, which are judged."""

    target = TargetKind.PROFILE
    field: ClassVar[ProfileField]

    def apply(self, doing: Doing) -> Changed | None:
        held = hold_text(
            person_id=doing.target_id,
            field=self.field,
            cause=doing.cause,
            actor=doing.actor,
            told=doing.told,
        )
        return {"hold": self.field.value} if held else None

    def reverse(self, doing: Doing) -> None:
        lift_text(
            person_id=doing.target_id,
            field=self.field,
            cause=doing.cause,
            actor=doing.actor,
            told=doing.told,
        )

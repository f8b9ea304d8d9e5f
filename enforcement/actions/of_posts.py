from typing import ClassVar

from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import TargetKind
from feed.models import PostHoldKind
from feed.services.holds import hold_post, lift_post


class PostAction(Action):
    """Actions that are a hold of a post. `value` is its label, where it asks for one."""

    target = TargetKind.POST
    kind: ClassVar[PostHoldKind]

    def apply(self, doing: Doing) -> Changed | None:
        held = hold_post(
            post_id=doing.target_id,
            kind=self.kind,
            cause=doing.cause,
            actor=doing.actor,
            label=doing.value,
            told=doing.told,
        )
        return {"hold": self.kind.value} if held else None

    def reverse(self, doing: Doing) -> None:
        lift_post(
            post_id=doing.target_id,
            kind=self.kind,
            cause=doing.cause,
            actor=doing.actor,
            label=doing.value,
            told=doing.told,
        )

from django.utils.translation import gettext_lazy as _

from cameos.services.cameo_holds import hold_cameo, lift_cameo
from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import ActionName, Audience, TargetKind, Timing


class PauseCameo(Action):
    """Nobody uses the likeness, whatever its owner permits. Uses that end do not come back."""

    name = ActionName.PAUSE_CAMEO
    title = "Pause the cameo"
    target = TargetKind.CAMEO
    severity = 60
    timing = Timing.MAY
    automatic = True
    texts = {
        Audience.AUTHOR: _("Your cameo is paused: nobody can use it."),
        Audience.REPORTER: _("We paused the cameo."),
    }

    def apply(self, doing: Doing) -> Changed | None:
        held = hold_cameo(
            cameo_id=doing.target_id, cause=doing.cause, actor=doing.actor, told=doing.told
        )
        return {"hold": "paused"} if held else None

    def reverse(self, doing: Doing) -> None:
        lift_cameo(cameo_id=doing.target_id, cause=doing.cause, actor=doing.actor, told=doing.told)

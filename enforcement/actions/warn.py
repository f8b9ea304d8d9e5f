from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import ActionName, Audience, TargetKind


class Warn(Action):
    """Words alone (E21): it counts towards nothing, and there is nothing to lift."""

    name = ActionName.WARN
    title = "Warn without a strike"
    target = TargetKind.PERSON
    severity = 65
    may_wait = False
    lasts = False
    automatic = True
    texts = {
        Audience.AUTHOR: _("This is a reminder of our rules. Nothing else follows from it."),
        Audience.REPORTER: _("We reminded its author of our rules."),
    }

    def apply(self, doing: Doing) -> Changed | None:
        there = User.objects.filter(pk=doing.target_id, deleted_at=None).exists()
        return {} if there else None

    def reverse(self, doing: Doing) -> None:
        """What was said was said."""

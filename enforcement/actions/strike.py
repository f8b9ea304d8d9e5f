from django.utils.translation import gettext_lazy as _

from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import ActionName, Audience, TargetKind
from enforcement.ladder import LEVELS
from enforcement.services.strikes import give_strike, lift_strike


class Strike(Action):
    """Points that decay; thresholds have consequences of their own (enforcement/ladder.py)."""

    name = ActionName.STRIKE
    title = "Strike"
    target = TargetKind.PERSON
    severity = 70
    may_wait = False
    lasts = False
    values = tuple(LEVELS)
    texts = {
        Audience.AUTHOR: _("This counts as a strike against your account."),
        Audience.REPORTER: _("We acted against the account."),
    }

    def apply(self, doing: Doing) -> Changed | None:
        strike = give_strike(person_id=doing.target_id, level=doing.value, cause=doing.cause)
        return {"strike": str(strike.pk)} if strike else None

    def reverse(self, doing: Doing) -> None:
        lift_strike(person_id=doing.target_id, cause=doing.cause)

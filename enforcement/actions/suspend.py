from django.utils.translation import gettext_lazy as _

from accounts.models import PersonHoldKind
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_people import PersonAction
from enforcement.limits import LONG_SUSPENSION


class Suspend(PersonAction):
    """Shut out for a time; for more than 30 days only by two people."""

    name = ActionName.SUSPEND
    title = "Suspend the account"
    severity = 90
    timing = Timing.MUST
    kind = PersonHoldKind.SUSPENDED
    texts = {
        Audience.AUTHOR: _("Your account is suspended for a time."),
        Audience.REPORTER: _("We acted against the account."),
    }

    def needs_second_reviewer(self, wish: Wish) -> bool:
        return wish.span is None or wish.span > LONG_SUSPENSION

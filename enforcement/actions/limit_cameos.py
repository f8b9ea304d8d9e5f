from django.utils.translation import gettext_lazy as _

from accounts.models import PersonHoldKind
from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_people import PersonAction


class LimitCameos(PersonAction):
    """They cannot make or use cameos; everything else stays open to them."""

    name = ActionName.LIMIT_CAMEOS
    title = "Close to them: make or use cameos"
    severity = 80
    timing = Timing.MAY
    kind = PersonHoldKind.NO_CAMEOS
    texts = {
        Audience.AUTHOR: _("You cannot make or use cameos."),
        Audience.REPORTER: _("We acted against the account."),
    }

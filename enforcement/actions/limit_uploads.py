from django.utils.translation import gettext_lazy as _

from accounts.models import PersonHoldKind
from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_people import PersonAction


class LimitUploads(PersonAction):
    """They cannot send pictures; everything else stays open to them."""

    name = ActionName.LIMIT_UPLOADS
    title = "Close to them: send pictures"
    severity = 81
    timing = Timing.MAY
    kind = PersonHoldKind.NO_UPLOADS
    texts = {
        Audience.AUTHOR: _("You cannot send pictures."),
        Audience.REPORTER: _("We acted against the account."),
    }

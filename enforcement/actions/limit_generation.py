from django.utils.translation import gettext_lazy as _

from accounts.models import PersonHoldKind
from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_people import PersonAction


class LimitGeneration(PersonAction):
    """They cannot make videos; everything else stays open to them."""

    name = ActionName.LIMIT_GENERATION
    title = "Close to them: make videos"
    severity = 82
    timing = Timing.MAY
    kind = PersonHoldKind.NO_GENERATION
    texts = {
        Audience.AUTHOR: _("You cannot make videos."),
        Audience.REPORTER: _("We acted against the account."),
    }

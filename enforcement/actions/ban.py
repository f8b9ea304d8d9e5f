from django.utils.translation import gettext_lazy as _

from accounts.models import PersonHoldKind
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName, Audience
from enforcement.actions.of_people import PersonAction


class Ban(PersonAction):
    """For good, until it is undone; never by the system alone."""

    name = ActionName.BAN
    title = "Ban the account"
    severity = 100
    kind = PersonHoldKind.BANNED
    texts = {
        Audience.AUTHOR: _(
            "Your account is closed: it broke our rules gravely or again and again."
        ),
        Audience.REPORTER: _("We acted against the account."),
    }

    def needs_second_reviewer(self, wish: Wish) -> bool:
        return True

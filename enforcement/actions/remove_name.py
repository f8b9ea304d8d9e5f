from django.utils.translation import gettext_lazy as _

from accounts.models import ProfileField
from enforcement.actions.names import ActionName, Audience
from enforcement.actions.of_profiles import ProfileAction


class RemoveName(ProfileAction):
    """The display name is empty until its owner writes another; the handle stays."""

    name = ActionName.REMOVE_NAME
    title = "Take away the display name"
    severity = 59
    automatic = True
    field = ProfileField.DISPLAY_NAME
    texts = {
        Audience.AUTHOR: _("We removed your display name. You may choose another."),
        Audience.REPORTER: _("We removed the name."),
    }

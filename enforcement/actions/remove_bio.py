from django.utils.translation import gettext_lazy as _

from accounts.models import ProfileField
from enforcement.actions.names import ActionName, Audience
from enforcement.actions.of_profiles import ProfileAction


class RemoveBio(ProfileAction):
    """What the profile says of them is empty until they write something else."""

    name = ActionName.REMOVE_BIO
    title = "Take away the text of the profile"
    severity = 58
    automatic = True
    field = ProfileField.BIO
    texts = {
        Audience.AUTHOR: _("We removed the text of your profile. You may write another."),
        Audience.REPORTER: _("We removed the text of the profile."),
    }

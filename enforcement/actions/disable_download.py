from django.utils.translation import gettext_lazy as _

from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_films import FilmAction
from generation.models import FilmHoldKind


class DisableDownload(FilmAction):
    """It is offered for download to nobody."""

    name = ActionName.DISABLE_DOWNLOAD
    title = "Allow no downloads"
    severity = 38
    timing = Timing.MAY
    automatic = True
    kind = FilmHoldKind.NO_DOWNLOAD
    texts = {
        Audience.AUTHOR: _("Your video is not offered for download."),
        Audience.REPORTER: _("We acted against the post."),
    }

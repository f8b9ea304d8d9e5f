from django.utils.translation import gettext_lazy as _

from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_films import FilmAction
from generation.models import FilmHoldKind


class DisableRemix(FilmAction):
    """Nobody makes another video out of it, its maker neither."""

    name = ActionName.DISABLE_REMIX
    title = "Allow no remixes"
    severity = 40
    timing = Timing.MAY
    automatic = True
    kind = FilmHoldKind.NO_REMIX
    texts = {
        Audience.AUTHOR: _("Nobody can make anything out of your video."),
        Audience.REPORTER: _("We acted against the post."),
    }

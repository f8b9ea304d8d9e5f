from django.utils.translation import gettext_lazy as _

from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_posts import PostAction
from feed.models import PostHoldKind


class RestrictAge(PostAction):
    """As if it were rated for adults."""

    name = ActionName.RESTRICT_AGE
    title = "Show to adults only"
    severity = 50
    timing = Timing.MAY
    automatic = True
    kind = PostHoldKind.ADULTS
    texts = {
        Audience.AUTHOR: _("We show your post to adults only."),
        Audience.REPORTER: _("We show the post to adults only."),
    }

from django.utils.translation import gettext_lazy as _

from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_posts import PostAction
from feed.models import PostHoldKind


class LimitPost(PostAction):
    """Not for people under 18, and not in the public feed."""

    name = ActionName.LIMIT_POST
    title = "Limit the reach of the post"
    severity = 48
    timing = Timing.MAY
    automatic = True
    kind = PostHoldKind.LIMITED
    texts = {
        Audience.AUTHOR: _(
            "We limited the reach of your post: it is not in the public feed, and not shown to "
            "people under 18."
        ),
        Audience.REPORTER: _("We limited the reach of the post."),
    }

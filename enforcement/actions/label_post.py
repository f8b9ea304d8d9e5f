from django.utils.translation import gettext_lazy as _

from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.of_posts import PostAction
from feed.models import PostHoldKind, PostLabel


class LabelPost(PostAction):
    """Shown with a notice."""

    name = ActionName.LABEL_POST
    title = "Put a notice beside the post"
    severity = 30
    timing = Timing.MAY
    automatic = True
    kind = PostHoldKind.LABELLED
    values = tuple(PostLabel.values)
    texts = {
        Audience.AUTHOR: _("We put a notice beside your post."),
        Audience.REPORTER: _("We put a notice beside the post."),
    }

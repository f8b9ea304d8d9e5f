from django.utils.translation import gettext_lazy as _

from enforcement.actions.names import ActionName, Audience
from enforcement.actions.of_posts import PostAction
from feed.models import PostHoldKind


class RemovePost(PostAction):
    """Nobody sees it but its author; no address of its files works any more."""

    name = ActionName.REMOVE_POST
    title = "Remove the post"
    severity = 55
    automatic = True
    kind = PostHoldKind.REMOVED
    texts = {
        Audience.AUTHOR: _("We removed your post."),
        Audience.REPORTER: _("We removed the post."),
    }

"""What authors read of their posts: states, never a caption and never who is in them."""

from django.utils.translation import gettext_lazy as _

from inbox.notices import Category, for_all

NOTICES = (
    for_all("post.published", Category.POSTS, _("A post of yours can be seen now.")),
    for_all("post.limited", Category.ENFORCEMENT, _("A post of yours has limited reach.")),
    for_all("post.withheld", Category.ENFORCEMENT, _("A post of yours is being checked.")),
    for_all("post.refused", Category.ENFORCEMENT, _("A post of yours was not published.")),
    for_all("post.taken_down", Category.ENFORCEMENT, _("A post of yours was taken down.")),
    for_all("post.reinstated", Category.ENFORCEMENT, _("A post of yours is back.")),
    for_all(
        "post.likeness_withdrawn",
        Category.CONSENT,
        _("A post of yours is gone: somebody in its video took their consent back."),
    ),
)

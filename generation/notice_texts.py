"""What makers read of their videos: states, never a prompt and never who is in them."""

from django.utils.translation import gettext_lazy as _

from inbox.notices import Category, for_all

NOTICES = (
    for_all("generation.completed", Category.VIDEOS, _("A video of yours is done.")),
    for_all("generation.failed", Category.VIDEOS, _("A video of yours could not be made.")),
    for_all("generation.delayed", Category.VIDEOS, _("A video of yours is still being checked.")),
    for_all(
        "generation.released", Category.VIDEOS, _("A video of yours was looked at and goes on.")
    ),
    for_all(
        "generation.refusal_upheld",
        Category.ENFORCEMENT,
        _("A person looked at a refusal that you contested, and it stands."),
    ),
    for_all("draft.expiring", Category.VIDEOS, _("A draft of yours goes in a week.")),
    for_all("draft.lost", Category.VIDEOS, _("By our fault a draft of yours is lost.")),
    for_all(
        "draft.likeness_withdrawn",
        Category.CONSENT,
        _("A draft of yours is gone: somebody in it took their consent back."),
    ),
)
SILENT = {
    "generation.queued": "the answer to one's own request said so already",
    "generation.progress": "a bar that moves; nothing to read",
    "generation.cancelled": "their own deed, or the end of what another notice tells",
}

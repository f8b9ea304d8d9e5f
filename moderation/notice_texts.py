"""What people and staff read of this room's events."""

from django.utils.translation import gettext_lazy as _

from inbox.notices import Category, Notice, for_all

NOTICES = (
    Notice(
        "bank.entry_disabled",
        Category.ENFORCEMENT,
        adult=_("For staff: an entry of a hash bank put itself out of action."),
    ),
    Notice(
        "bank.entry_doubted",
        Category.ENFORCEMENT,
        adult=_("For staff: an entry of a hash bank asks a person from now on."),
    ),
    for_all(
        "account.cooling_off",
        Category.ENFORCEMENT,
        _("Whether you may write new prompts, captions and profile texts has changed."),
    ),
)

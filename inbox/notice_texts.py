"""What people read of the events that this room itself writes."""

from django.utils.translation import gettext_lazy as _

from inbox.notices import Category, Notice, for_all

NOTICES = (
    Notice(
        "person.followed",
        Category.PEOPLE,
        adult=_("@{person} follows you."),
        teen=_("Somebody follows you."),
    ),
    Notice(
        "person.asked",
        Category.PEOPLE,
        adult=_("@{person} asks to follow you."),
        teen=_("Somebody asks to follow you. You need not answer."),
    ),
    Notice(
        "person.accepted",
        Category.PEOPLE,
        adult=_("@{person} lets you follow them."),
        teen=_("Somebody whom you asked lets you follow them."),
    ),
    for_all(
        "invite.matured",
        Category.PEOPLE,
        _("Somebody whom you invited has settled in."),
    ),
    for_all(
        "profile.settled", Category.ENFORCEMENT, _("What you wrote about yourself was checked.")
    ),
    for_all(
        "age.changed",
        Category.ENFORCEMENT,
        _("Another age holds for your account now. Look why, and what you can do."),
    ),
    for_all(
        "profile.names_taken",
        Category.ENFORCEMENT,
        _("We found that your profile passes for somebody else. Look what that means."),
    ),
    for_all(
        "profile.names_decided",
        Category.ENFORCEMENT,
        _("We decided about the names that were taken from your profile."),
    ),
    for_all("export.ready", Category.SECURITY, _("The archive of all that is yours is ready.")),
    for_all(
        "account.reopened",
        Category.SECURITY,
        _("Your account was being closed and was opened again."),
    ),
    Notice(
        "account.standing_decided",
        Category.ENFORCEMENT,
        adult=_("We decided how your account stands. Look what holds, and why."),
        teen=_("We decided something about your account. Look what you can do now."),
    ),
    Notice(
        "account.signed_out",
        Category.SECURITY,
        adult=_("People of ours signed you out everywhere. Set a new password if in doubt."),
        teen=_("People of ours signed you out everywhere, to keep your account safe."),
    ),
    Notice(
        "account.region_set",
        Category.ENFORCEMENT,
        adult=_("We changed which country's rules hold for your account."),
        teen=_("We changed which country's rules hold for you. Look what that means."),
    ),
    for_all(
        "age.corrected",
        Category.ENFORCEMENT,
        _("We took back a mistake that we made about your age."),
    ),
    for_all(
        "age.appeal_decided", Category.ENFORCEMENT, _("Your appeal about your age was decided.")
    ),
)
SILENT = {
    "relations.changed": "their own deed, told to their own devices so that they read lists anew",
    "safeguards.changed": "devices read what limits them anew; whose change it was tells its own",
}

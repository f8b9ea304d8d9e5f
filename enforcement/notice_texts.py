"""What people read of their own reports: that they were answered, never what or whom they named."""

from django.utils.translation import gettext_lazy as _

from inbox.notices import Category, for_all

NOTICES = (
    for_all("report.answered", Category.SAFETY, _("Something that you reported was looked at.")),
    for_all(
        "reporting.paused",
        Category.ENFORCEMENT,
        _("Your reports have no effect for a while. Look why, and until when."),
    ),
    for_all("reporting.resumed", Category.ENFORCEMENT, _("Your reports have effect again.")),
    for_all(
        "decision.made",
        Category.ENFORCEMENT,
        _("We decided about something of yours. Look what, and why."),
    ),
    for_all(
        "decision.action_begun",
        Category.ENFORCEMENT,
        _("What we decided for later has begun. Look what, and why."),
    ),
    for_all(
        "decision.action_ended",
        Category.ENFORCEMENT,
        _("What we decided for a time is over."),
    ),
    for_all("appeal.asked", Category.ENFORCEMENT, _("We have a question about your appeal.")),
    for_all("appeal.answered", Category.ENFORCEMENT, _("Your appeal was looked at.")),
    for_all(
        "appeal.overtaken",
        Category.ENFORCEMENT,
        _("Another decision took the place of what you appealed. Look what it finds, and why."),
    ),
)

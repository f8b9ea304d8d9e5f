"""What people read of likenesses: never a face, and nobody's name to whoever is under 18."""

from django.utils.translation import gettext_lazy as _

from inbox.notices import Category, Notice, for_all

NOTICES = (
    for_all("enrolment.accepted", Category.LIKENESS, _("You have a cameo.")),
    for_all("enrolment.refused", Category.ENFORCEMENT, _("A recording of yours was refused.")),
    for_all("character.ready", Category.LIKENESS, _("A character of yours may be used.")),
    for_all("character.refused", Category.ENFORCEMENT, _("A character of yours was refused.")),
    for_all("reference_image.ready", Category.VIDEOS, _("A picture of yours may be used.")),
    for_all("reference_image.refused", Category.ENFORCEMENT, _("A picture of yours was refused.")),
    Notice(
        "cameo.requested",
        Category.LIKENESS,
        adult=_("@{person} asks for your likeness."),
        teen=_("Somebody asks for your likeness. You need not answer."),
    ),
    Notice(
        "cameo.approved",
        Category.LIKENESS,
        adult=_("@{person} lets you use their likeness."),
        teen=_("You may use a likeness that you asked for."),
    ),
    for_all(
        "cameo.look_alike",
        Category.SECURITY,
        _("Somebody tried to make a cameo of a face like yours. Yours goes on as it is."),
    ),
    for_all(
        "cameo.needs_reverify",
        Category.CONSENT,
        _("Record yourself anew: until then nobody can use your cameo."),
    ),
    for_all(
        "cameo.preferences_paused",
        Category.LIKENESS,
        _("How you like to look is left out for now. Save it again."),
    ),
    for_all(
        "cameo.no_longer_everyone",
        Category.CONSENT,
        _("Your likeness is open to mutual follows, no longer to everyone."),
    ),
)

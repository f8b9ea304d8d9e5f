"""What teens and guardians read of each other: that something is to be looked at, never what."""

from django.utils.translation import gettext_lazy as _

from inbox.notices import Category, Notice

_ENDED = _("A family link is over. What protects every teen stays.")
_CAME_OF_AGE = _("A family link is over, because of an 18th birthday.")
_PROPOSAL = _("The other side of a family link wishes for a change.")
_ANSWERED = _("The other side of a family link answered.")
_RELEASE = _("Something about a release of a teen's likeness changed.")

NOTICES = (
    Notice(
        "family.link_asked",
        Category.FAMILY,
        teen=_("Somebody wants to be your guardian. Look who it is before you answer."),
        guardian=_("Somebody wants to be your guardian. Look who it is before you answer."),
    ),
    Notice(
        "family.link_made",
        Category.FAMILY,
        teen=_("You have a guardian now."),
        guardian=_("A family link was made."),
    ),
    Notice(
        "family.link_accepted",
        Category.FAMILY,
        teen=_("A family link was made."),
        guardian=_("A teen accepted you as a guardian."),
    ),
    Notice(
        "family.link_declined",
        Category.FAMILY,
        teen=_("A family link was not made."),
        guardian=_("A teen did not accept you as a guardian, or not in time."),
    ),
    Notice("family.link_ended", Category.FAMILY, teen=_ENDED, guardian=_ENDED),
    Notice("family.came_of_age", Category.FAMILY, teen=_CAME_OF_AGE, guardian=_CAME_OF_AGE),
    Notice(
        "family.control_announced",
        Category.FAMILY,
        teen=_("A guardian decided on a limit. It holds after a day, or once you agree."),
        guardian=_("A limit was decided on. It holds after a day, or once the teen agrees."),
    ),
    Notice(
        "family.control_changed",
        Category.FAMILY,
        teen=_("A limit that a guardian set changed."),
        guardian=_("A limit that a guardian set changed."),
    ),
    Notice("family.proposal_made", Category.FAMILY, teen=_PROPOSAL, guardian=_PROPOSAL),
    Notice("family.proposal_answered", Category.FAMILY, teen=_ANSWERED, guardian=_ANSWERED),
    Notice("family.release_changed", Category.CONSENT, teen=_RELEASE, guardian=_RELEASE),
    Notice(
        "family.policy_agreed",
        Category.CONSENT,
        teen=_("Your guardian agreed to new terms for you."),
        guardian=_("You agreed to new terms for a teen."),
    ),
    Notice(
        "family.age_said",
        Category.FAMILY,
        teen=_("A guardian said how old you are. You can show a proof of your age."),
        guardian=_("A guardian said how old a teen is."),
    ),
    Notice(
        "family.safety_alert",
        Category.SAFETY,
        teen=_("People of ours are worried. Look in the app."),
        guardian=_("People of ours are worried about a teen. Talk to them."),
    ),
    Notice(
        "family.guardians_alerted",
        Category.SAFETY,
        teen=_("People of ours were worried about you and told your guardians so."),
        guardian=_("People of ours were worried about you and told your guardians so."),
    ),
)

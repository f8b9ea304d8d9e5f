from config.appointing import AppointCommand
from config.staff import appoint_moderator


class Command(AppointCommand):
    """Give an existing adult account a moderator's rights in the admin."""

    help = __doc__ or ""
    appoint = staticmethod(appoint_moderator)
    action = "config.moderator.appointed"
    refused = "Only adults can be moderators."
    told = "is a moderator now."

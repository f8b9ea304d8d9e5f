from config.appointing import AppointCommand
from config.staff import appoint_lead


class Command(AppointCommand):
    """Give an existing adult account a lead's rights in the admin."""

    help = __doc__ or ""
    appoint = staticmethod(appoint_lead)
    action = "config.lead.appointed"
    refused = "Only adults can be leads."
    told = "is a lead now."

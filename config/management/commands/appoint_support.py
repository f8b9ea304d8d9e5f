from config.appointing import AppointCommand
from config.staff import appoint_support


class Command(AppointCommand):
    """Let an existing adult account help people with their accounts in the admin."""

    help = __doc__ or ""
    appoint = staticmethod(appoint_support)
    action = "config.support.appointed"
    refused = "Only adults can help people."
    told = "may help people with their accounts now."

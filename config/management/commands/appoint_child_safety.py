from config.appointing import AppointCommand
from config.staff import appoint_child_safety


class Command(AppointCommand):
    """Let an existing adult account handle cases of child safety."""

    help = __doc__ or ""
    appoint = staticmethod(appoint_child_safety)
    action = "config.child_safety.appointed"
    refused = "Only adults can handle cases of child safety."
    told = "handles cases of child safety now."

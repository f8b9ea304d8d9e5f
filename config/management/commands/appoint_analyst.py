from config.appointing import AppointCommand
from config.staff import appoint_analyst


class Command(AppointCommand):
    """Let an adult account read how the desk does, in numbers."""

    help = __doc__ or ""
    appoint = staticmethod(appoint_analyst)
    action = "config.analyst.appointed"
    refused = "Only adults can be analysts."
    told = "is an analyst now."

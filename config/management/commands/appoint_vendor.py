from config.appointing import AppointCommand
from config.staff import appoint_vendor


class Command(AppointCommand):
    """Let the adult account of somebody of another company handle ordinary cases."""

    help = __doc__ or ""
    appoint = staticmethod(appoint_vendor)
    action = "config.vendor.appointed"
    refused = "Only adults can handle cases."
    told = "handles ordinary cases now."

from config.appointing import AppointCommand
from config.staff import appoint_policy_keeper


class Command(AppointCommand):
    """Let an existing adult account load versions of the policy and put one in force."""

    help = __doc__ or ""
    appoint = staticmethod(appoint_policy_keeper)
    action = "config.policy_keeper.appointed"
    refused = "Only adults can keep the policy."
    told = "may load and activate policies now."

from lib.append_only import AppendOnly
from lib.states import Transition


class JobTransition(Transition):
    """One step on a job's way; outlives the job and holds ids only."""

    class Meta(AppendOnly.Meta):
        abstract = False

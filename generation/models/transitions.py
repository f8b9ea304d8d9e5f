from typing import ClassVar

from lib.append_only import AppendOnly
from lib.states import Transition


class JobTransition(Transition):
    """One step on a job's way; outlives the job and holds ids only."""

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        abstract = False

from lib.append_only import AppendOnly
from lib.states import Transition


class ReportTransition(Transition):
    """One step on a report's way; ids and codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False


class CaseTransition(Transition):
    """One step on a case's way; ids and codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False

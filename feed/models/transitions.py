from lib.append_only import AppendOnly
from lib.states import Transition


class PostTransition(Transition):
    """One step on a post's way; outlives the post's words and holds ids and codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False

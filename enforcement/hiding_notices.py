"""What the maker of a post hears while it is hidden: that it is, that they may contest, and when it
is shown again. Nothing of who said what or how many did, and nothing in matters of child safety
(E47): the first reason is told and the last end, and none of these ends beside such a matter.

A person's log stays locked until COMMIT: these come last in a transaction.
"""

from enforcement.models import Hiding
from inbox.services import notify
from lib.ids import IdKind, encode


def tell_hidden(row: Hiding) -> None:
    """Nobody else sees it until somebody looked."""
    _tell(row, "post.hidden_first")


def tell_shown_again(row: Hiding) -> None:
    """Nothing hides it any more."""
    _tell(row, "post.shown_again")


def _tell(row: Hiding, type: str) -> None:
    post = encode(IdKind.POST, row.post_id)
    notify(person_id=row.owner_id, type=type, data={"post": post}, about=row.post_id)

"""The way of a post."""

from django.db import models

from lib.states import StateGraph


class PostState(models.TextChoices):
    """Where a post is. Its author sees this; to everybody else only published ones exist."""

    SCREENING = "screening"
    PUBLISHED = "published"
    REFUSED = "refused"
    TAKEN_DOWN = "taken_down"
    DELETED = "deleted"


# In the place of a policy's version: rated by none, so shown to nobody but its author.
UNPROVEN = "unproven"

S = PostState
# While a draft has one of these there is no second post of it: a takedown is not published around.
LIVE = frozenset({S.SCREENING, S.PUBLISHED, S.TAKEN_DOWN})

GRAPH = StateGraph(
    PostState,
    initial=S.SCREENING,
    terminal={S.DELETED},
    edges={
        # Published at once where the screener answered while the author waited.
        S.SCREENING: {S.PUBLISHED, S.REFUSED, S.DELETED},
        S.PUBLISHED: {S.TAKEN_DOWN, S.DELETED},
        S.TAKEN_DOWN: {S.PUBLISHED, S.DELETED},
        S.REFUSED: {S.DELETED},
    },
)

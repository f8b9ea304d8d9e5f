from django.db.models import Model

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Shown
from accounts.models import Block, Follow, FollowRequest, Mute, User

COUNTED: tuple[tuple[str, type[Model], str], ...] = (
    ("Follows", Follow, "follower"),
    ("Is followed by", Follow, "followed"),
    ("Asked to follow", FollowRequest, "asker"),
    ("Was asked by", FollowRequest, "asked"),
    ("Blocks", Block, "blocker"),
    ("Is blocked by", Block, "blocked"),
    ("Mutes", Mute, "muter"),
)


def read(person: User, viewer: User) -> Shown:
    """How many, never who: that is nobody's business without a case."""
    return Shown(
        facts=tuple(
            (label, model._default_manager.filter(**{side: person}).count())
            for label, model, side in COUNTED
        )
    )


SECTION = Section("relations", "Relations", 60, read)

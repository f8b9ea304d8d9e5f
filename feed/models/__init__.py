from feed.models.likes import Like
from feed.models.posts import Post, PostQuerySet, PostRating
from feed.models.transitions import PostTransition

__all__ = ["Like", "Post", "PostQuerySet", "PostRating", "PostTransition"]

from django.db.models import Exists, OuterRef

from feed.models import Post
from feed.states import LIVE


def has_post(draft: OuterRef) -> Exists:
    """A draft that is published, or on its way there, stays; and so does one that staff took
    down, for it may be put back."""
    return Exists(Post.objects.filter(draft=draft, state__in=sorted(LIVE)))

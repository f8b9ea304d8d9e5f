from cameos.reading import hidden
from feed.models import Post
from feed.models.posts import FILM
from generation.models import AssetKind
from lib.ids import IdKind, decode
from moderation.categories import Surface
from moderation.subjects import Card


def describe(public_id: str) -> Card | None:
    """What a reviewer sees of a post: its caption and its frames; None once it is deleted or
    somebody in it withdrew their consent."""
    posts = Post.objects.select_related("draft__job").exclude(hidden(FILM))
    post = posts.filter(pk=decode(IdKind.POST, public_id), draft__isnull=False).first()
    if post is None or post.draft is None or post.caption is None:
        return None
    sheet = post.draft.job.assets.filter(kind=AssetKind.SPRITESHEET).first()
    return Card(
        words=[("Caption", post.caption)],
        judged=[(Surface.CAPTION, post.caption)],
        picture=sheet.storage_key if sheet else None,
    )

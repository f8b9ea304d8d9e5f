from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from feed.models.posts import Post


class Like(models.Model):
    """`person` likes `post`. Counted when asked, so that no race can make a count wrong (F16)."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="likes", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="likes"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Its index also counts a post's likes.
            models.UniqueConstraint(fields=["post", "person"], name="nobody_likes_a_post_twice")
        ]

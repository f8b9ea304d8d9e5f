from typing import ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from lib.sanctions import LIVE, Hold


class PostHoldKind(models.TextChoices):
    """What a hold of a post says."""

    REMOVED = "removed"
    LIMITED = "limited"  # not for people under 18, and not in the public feed
    ADULTS = "adults"  # as if it were rated for adults
    LABELLED = "labelled"  # shown with a notice
    HIDDEN = "hidden"  # from all but its author, until somebody decided


class PostLabel(models.TextChoices):
    """What is said beside a post. A closed list, so that apps can word it."""

    SENSITIVE = "sensitive", "It may upset people"
    MISLEADING = "misleading", "It shows something that did not happen as if it had"
    PARODY = "parody", "It is meant as a joke"


class PostHold(Hold):
    """Something holds of a post, for one cause. `label` is of those that are LABELLED."""

    post = models.ForeignKey("feed.Post", on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=16, choices=PostHoldKind)
    label = models.CharField(max_length=16, choices=PostLabel, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["post", "kind", "label", "cause"],
                name="a_cause_holds_a_post_once",
                condition=LIVE,
            ),
            models.CheckConstraint(
                name="what_is_labelled_and_only_that_has_a_label",
                condition=(Q(kind=PostHoldKind.LABELLED) & ~Q(label=""))
                | (~Q(kind=PostHoldKind.LABELLED) & Q(label="")),
            ),
        ]


def held(*kinds: PostHoldKind) -> Exists:
    """Of `Post` rows: whether a live hold of one of these kinds is there."""
    return Exists(PostHold.objects.filter(LIVE, post=OuterRef("pk"), kind__in=kinds))


def labels_held() -> ArraySubquery:
    """What is said beside a post."""
    mine = PostHold.objects.filter(LIVE, post=OuterRef("pk"), kind=PostHoldKind.LABELLED)
    return ArraySubquery(mine.order_by("label").values("label").distinct())

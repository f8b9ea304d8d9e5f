from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.reasons import CODES
from lib.ids import IdKind
from lib.models import TypedIdModel

LONGEST_TITLE = 80


class ReplyTemplate(TypedIdModel):
    """Words with which a statement for a person begins, for one rule in one language (E34). A
    changed one is another row, so that it stays known what was written when."""

    id_kind = IdKind.REPLY_TEMPLATE

    policy = models.CharField(max_length=32, choices=CODES)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        permissions = (("edit_reply_templates", "Can write templates of statements"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["policy", "language", "title"],
                name="templates_of_a_rule_have_titles_of_their_own",
                condition=Q(retired_at=None),
            )
        ]

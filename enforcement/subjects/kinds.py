"""The kinds of things that can be reported. A value is never reused."""

from django.db import models

from lib.ids import IdKind


class SubjectKind(models.TextChoices):
    """Each has a file of its own in this folder, which registers how it is seen and kept."""

    POST = "post"
    DRAFT = "draft"
    PROFILE = "profile"
    CAMEO = "cameo"


ID_KINDS: dict[SubjectKind, IdKind] = {
    SubjectKind.POST: IdKind.POST,
    SubjectKind.DRAFT: IdKind.VIDEO,
    SubjectKind.PROFILE: IdKind.USER,
    SubjectKind.CAMEO: IdKind.CAMEO,
}

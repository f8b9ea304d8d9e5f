"""The names of actions, of what they act on, and of whom they are told. A value is never reused."""

from django.db import models


class ActionName(models.TextChoices):
    """Each has a file of its own in this folder."""

    BAN = "ban"
    SUSPEND = "suspend"
    LIMIT_GENERATION = "limit_generation"
    LIMIT_UPLOADS = "limit_uploads"
    LIMIT_CAMEOS = "limit_cameos"
    STRIKE = "strike"
    WARN = "warn"
    PAUSE_CAMEO = "pause_cameo"
    REMOVE_NAME = "remove_name"
    REMOVE_BIO = "remove_bio"
    REMOVE_POST = "remove_post"
    REMOVE_DRAFT = "remove_draft"
    RESTRICT_AGE = "restrict_age"
    LIMIT_POST = "limit_post"
    DISABLE_REMIX = "disable_remix"
    DISABLE_DOWNLOAD = "disable_download"
    LABEL_POST = "label_post"
    BANK_HASHES = "bank_hashes"


class TargetKind(models.TextChoices):
    """What an action acts on; it follows from what the decision is about."""

    PERSON = "person"
    POST = "post"
    FILM = "film"
    CAMEO = "cameo"
    DRAFT = "draft"
    PROFILE = "profile"


ON_FILMS = (TargetKind.POST, TargetKind.DRAFT, TargetKind.FILM)


class Audience(models.TextChoices):
    """Whom a notice is for."""

    AUTHOR = "author"
    REPORTER = "reporter"


class Timing(models.TextChoices):
    """Whether an action ends by itself."""

    NEVER = "never", "until it is undone"
    MAY = "may", "for a time, or until it is undone"
    MUST = "must", "for a time"

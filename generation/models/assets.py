from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from generation.models.jobs import Job
from lib.signed_media.keys import area_of


class AssetKind(models.TextChoices):
    """What a file of a job is. A master never leaves and never gets a URL."""

    MASTER = "master"
    VIDEO = "video"
    POSTER = "poster"
    SPRITESHEET = "spritesheet"
    REVIEW_SHEET = "review_sheet"  # tiles of a quarantined master, for reviewers alone
    REVIEW_SOUND = "review_sound"  # and what is heard in it


FOR_REVIEWERS = frozenset({AssetKind.REVIEW_SHEET, AssetKind.REVIEW_SOUND})
# Where the masters of finished drafts lie, for what is made out of them.
KEPT = "kept/"
LEAVING = frozenset({AssetKind.VIDEO, AssetKind.POSTER, AssetKind.SPRITESHEET})


class AssetQuerySet(models.QuerySet["Asset"]):
    """Which files may be handed out at all."""

    def leaving(self) -> Self:
        """What leaves: under production only what is marked and signed (law 10)."""
        kinds = self.filter(kind__in=LEAVING, storage_key__startswith="out/", moving_to="")
        return kinds.filter(sealed_at__isnull=False) if settings.PRODUCTION else kinds


class Asset(models.Model):
    """A file of a job: where it lies and what it is. Bytes, pixels, seconds.

    What was taken down, held or refused lies under `quarantine/` and gets no URL either; a file
    that is to be moved names its new key first (`moving_to`), and the area that it goes on to from
    there (`then_to`). `moving_since` is when the first of these was wished, `move_again_at` when
    the message for it is taken for lost, or for one that met a store which was away.
    `missing_since`: since when its file was found under neither key; a person has to look.
    `sealed_at` is when provenance marked and signed it. `geometry` describes a spritesheet's
    tiles: columns, rows, tile_width, tile_height, times.
    """

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=16, choices=AssetKind)
    storage_key = models.CharField(max_length=200, unique=True)
    moving_to = models.CharField(max_length=200, blank=True)
    then_to = models.CharField(max_length=16, blank=True)
    moving_since = models.DateTimeField(null=True)
    move_again_at = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    duration = models.FloatField(null=True)
    geometry = models.JSONField(null=True)
    sealed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AssetQuerySet.as_manager()
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT, UPDATE"}

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["move_again_at"], name="files_to_be_moved", condition=~Q(moving_to="")
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "kind"], name="a_job_has_one_asset_of_a_kind"),
            models.CheckConstraint(
                name="masters_and_only_they_lie_under_work_and_kept",
                condition=(Q(kind=AssetKind.MASTER) & ~Q(storage_key__startswith="out/"))
                | (
                    ~Q(kind=AssetKind.MASTER)
                    & ~Q(storage_key__startswith="work/")
                    & ~Q(storage_key__startswith=KEPT)
                ),
            ),
            models.CheckConstraint(
                name="what_moves_on_is_moving", condition=Q(then_to="") | ~Q(moving_to="")
            ),
            models.CheckConstraint(
                name="only_what_moves_is_missed",
                condition=Q(missing_since=None) | ~Q(moving_to=""),
            ),
            models.CheckConstraint(
                name="only_a_spritesheet_has_a_geometry",
                condition=Q(geometry=None)
                | Q(kind__in=[AssetKind.SPRITESHEET, AssetKind.REVIEW_SHEET]),
            ),
        ]

    @property
    def bound_for(self) -> str:
        """The area in which it will lie once all that is owed is done."""
        return self.then_to or area_of(self.moving_to or self.storage_key)

    @property
    def may_leave(self) -> bool:
        """Whether a URL may be made for it."""
        if self.kind not in LEAVING or self.moving_to or not self.storage_key.startswith("out/"):
            return False
        return self.sealed_at is not None or not settings.PRODUCTION

"""Pictures that somebody sent with a report (E3)."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cameos.uploads.limits import SUFFIXES
from enforcement.models.reports import Report
from lib.ids import IdKind
from lib.models import TypedIdModel


class ReportAttachment(TypedIdModel):
    """`upload_key`: the bytes as they came, until a worker looked at them; `key`: what is kept of
    them then, of `width` times `height` pixels and `sha256`. `refused`: nothing is. Both keys lie
    below `quarantine/reported` and are chosen with the row, so that a row always knows what is left
    to delete. `silences`: how often the operator's service did not answer; `unchecked`: nobody
    could match it in time, so it went unseen. No other column tells why one was refused: whoever
    sent it learns nothing of our banks."""

    id_kind = IdKind.REPORT_ATTACHMENT
    database_rights: ClassVar[dict[str, str]] = {"web": "SELECT, INSERT, DELETE"}

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    content_type = models.CharField(max_length=16, choices=[(one, one) for one in SUFFIXES])
    upload_key = models.CharField(max_length=200, unique=True)
    key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_at = models.DateTimeField(default=timezone.now, db_index=True)
    looked_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False)
    silences = models.PositiveSmallIntegerField(default=0)
    unchecked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_attachment_is_kept_once_it_was_looked_at",
                condition=Q(looked_at=None, refused=False, sha256="", width=None, height=None)
                | Q(looked_at__isnull=False, refused=True, sha256="", width=None, height=None)
                | Q(looked_at__isnull=False, refused=False, width__gt=0, height__gt=0)
                & ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="an_attachment_that_nobody_checked_is_not_kept",
                condition=Q(unchecked=False) | Q(refused=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["uploaded_at"],
                name="attachments_nobody_looked_at",
                condition=Q(looked_at=None),
            )
        ]

    @property
    def owner_id(self) -> UUID:
        """Who sent it: only people with an account do."""
        assert self.report.reporter_id is not None  # noqa: S101
        return self.report.reporter_id

    @property
    def owner(self) -> User:
        """The same as a row."""
        return User.objects.get(pk=self.owner_id)

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from cameos.models import Capability
from cameos.reading import unseen
from generation.limits import DRAFT_KEPT
from generation.models.assets import KEPT, Asset, AssetKind
from generation.models.film_holds import FilmHoldKind, film_held
from generation.models.jobs import Job
from generation.states import JobState
from lib.ids import IdKind
from lib.models import TypedIdModel


def first_end() -> datetime:
    """When a draft that is made now goes by itself."""
    return timezone.now() + DRAFT_KEPT


class DraftQuerySet(models.QuerySet["Draft"]):
    """Fetching is authorising: everything a person asks for starts at `visible_to`."""

    def visible_to(self, viewer: User | None) -> Self:
        """A draft is seen by its maker alone, as long as nobody in it withdrew their consent, nor
        a parent took the store's back."""
        if viewer is None:
            return self.none()
        mine = self.filter(owner_id=viewer.pk, deleted_at=None)
        return mine.exclude(unseen(OuterRef("job_id"), viewer))

    def usable_by(self, maker: User | None) -> Self:
        """What `maker` may make other videos out of: a draft of theirs that they see, whose film is
        there unmarked and not taken down, and in which nobody forbids remixes, nor a decision.
        The one door: what opens films of others opens it here."""
        master = Asset.objects.filter(job=OuterRef("job_id"), kind=AssetKind.MASTER)
        kept = master.filter(storage_key__startswith=KEPT, moving_to="")
        lent = Capability.objects.filter(film_id=OuterRef("job_id"))
        closed = lent.filter(Q(terms__no_remix=True) | Q(ended_at__isnull=False))
        done = self.visible_to(maker).filter(
            Exists(kept), job__state=JobState.COMPLETED, job__erase_requested_at=None
        )
        closed_by_us = film_held(OuterRef("job_id"), FilmHoldKind.NO_REMIX)
        return done.exclude(Exists(closed) | closed_by_us).filter(job__withdrawals=None)


class Draft(TypedIdModel):
    """A finished video that only its maker sees; publishing is another, explicit act (G19).

    It goes by itself at `expires_at`, but not before its maker was reminded a week ahead
    (`reminded_at`), and not while anything keeps it (`generation.keeping`).
    """

    id_kind = IdKind.VIDEO

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="draft")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=first_end)
    reminded_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-created_at", "-id"], name="drafts_of_a_person_newest"),
            models.Index(
                fields=["expires_at"], name="drafts_by_their_end", condition=Q(deleted_at=None)
            ),
        ]

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef

from generation.models.jobs import Job
from lib.sanctions import LIVE, Hold


class FilmHoldKind(models.TextChoices):
    """What nobody may do with a film; REMOVED: anything, for its files lie in quarantine."""

    NO_REMIX = "no_remix"
    NO_DOWNLOAD = "no_download"
    REMOVED = "removed"


BOUNDS = (FilmHoldKind.NO_REMIX, FilmHoldKind.NO_DOWNLOAD)


class FilmHold(Hold):
    """Something is closed to a film, for one cause: its maker and those in it may permit it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="film_holds")
    kind = models.CharField(max_length=16, choices=FilmHoldKind)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "kind", "cause"],
                name="a_cause_holds_a_film_once",
                condition=LIVE,
            )
        ]


def film_held(film: OuterRef, kind: FilmHoldKind) -> Exists:
    """Whether that is closed to a job's film."""
    return Exists(FilmHold.objects.filter(LIVE, job=film, kind=kind))

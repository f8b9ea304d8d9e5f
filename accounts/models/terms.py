"""What people must have read before they use certain things (A6): versions, and who read which."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly


class Gated(models.TextChoices):
    """What a change can gate; nothing else stops while somebody has not read it."""

    GENERATION = "generation", "Making a video"
    INPUT_IMAGE = "input_image", "Sending a picture of people or things to make a video of"
    CAMEO_ENROLMENT = "cameo_enrolment", "Enrolling one's likeness"


class Change(models.TextChoices):
    """Why a version was put in force: for a row that outlives everything but words."""

    LAW = "law", "The law changed"
    NEW_CAPABILITY = "new_capability", "Something new can be done"
    NEW_PROCESSING = "new_processing", "Data are used in another way"
    CLEARER = "clearer", "The text is clearer, the meaning the same"


class TermsVersion(AppendOnly):
    """One version of one text, in force since `at`; the newest of a name counts.

    `read_at` is a path below the app's origin or an https address. Where `needs_guardian`, a
    person under 18 cannot acknowledge it alone.
    """

    name = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    gates = ArrayField(models.CharField(max_length=24, choices=Gated))
    read_at = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)  # of the text that people read
    needs_guardian = models.BooleanField(default=False)
    change = models.CharField(max_length=16, choices=Change)
    actor = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"worker": "SELECT"}

    class Meta(AppendOnly.Meta):
        permissions = (("activate_terms", "Can put a version of the terms in force"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["name", "version"], name="a_version_of_terms_comes_once"
            ),
            models.CheckConstraint(
                name="a_version_of_terms_gates_something",
                condition=Q(gates__len__gt=0, version__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Acknowledgement(AppendOnly):
    """Somebody read a version; `actor` is themself, or the guardian who did it for them."""

    person_id = models.UUIDField()
    name = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    actor = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"worker": "SELECT"}

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id", "name", "version"],
                name="somebody_acknowledges_a_version_once",
            )
        ]

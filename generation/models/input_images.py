from typing import ClassVar

from django.db import models

from cameos.models import ReferenceImage
from generation.models.jobs import Job


class InputImage(models.Model):
    """The picture that a job's film begins with. `digest`: the SHA-256 of what was taken; nothing
    else is drawn under this row. `origin`: what its signature said, as it was then."""

    job = models.OneToOneField(
        Job, on_delete=models.CASCADE, primary_key=True, related_name="input_image"
    )
    picture = models.ForeignKey(ReferenceImage, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    attested = models.BooleanField(default=False)
    origin = models.JSONField(default=dict)

    # Whose faces are in a film is asked by a process that reads what it was made of.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

from django.db import models

from generation.models.jobs import Job
from lib.crypto.fields import EncryptedJSONField


class Script(models.Model):
    """What is said in a job's video, as the engine handed it over.

    `lines`: a list of {text, start_s, end_s, language}. `is_exact`: the engine wrote the speech
    itself, so nothing has to be transcribed.
    """

    job = models.OneToOneField(
        Job, on_delete=models.CASCADE, primary_key=True, related_name="script"
    )
    lines = EncryptedJSONField()
    is_exact = models.BooleanField()

"""Whether this very file was sent before, by anybody."""

import hmac
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from cameos.models import Enrolment, UploadPrint

BLOCK = 1 << 20
SALT = b"cameos.upload-print"


def is_replayed(path: Path, enrolment: Enrolment) -> bool:
    """Remember the file; true where another enrolment sent the same bytes. Safe to do again.

    Of two at once one is first. A file that was coded anew is another one: what refuses it is the
    challenge, whose digits and turns were not known when it was recorded.
    """
    digest = _keyed(path)
    mine = UploadPrint(digest=digest, enrolment_id=enrolment.pk)
    UploadPrint.objects.bulk_create([mine], ignore_conflicts=True)
    return UploadPrint.objects.get(pk=digest).enrolment_id != enrolment.pk


def _keyed(path: Path) -> str:
    """Keyed, so that a stolen table confirms no guess of a file."""
    digest = hmac.new(settings.DEVICE_FLAG_KEY.encode() + SALT, digestmod=sha256)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()

"""Whether this film was sent before, by anybody: its bytes, or its pictures in other bytes."""

import hmac
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from cameos.challenge import fingerprints
from cameos.challenge.fingerprints import Fingerprint, fingerprint
from cameos.models import Enrolment, UploadPrint

BLOCK = 1 << 20
SALT = b"cameos.upload-print"


def is_replayed(path: Path, enrolment: Enrolment) -> bool:
    """Remember the file; true where another enrolment sent the same bytes. Safe to do again.

    Of two at once one is first.
    """
    digest = _keyed(path)
    mine = UploadPrint(digest=digest, enrolment_id=enrolment.pk)
    UploadPrint.objects.bulk_create([mine], ignore_conflicts=True)
    return UploadPrint.objects.get(pk=digest).enrolment_id != enrolment.pk


def is_coded_anew(path: Path, enrolment: Enrolment) -> bool:
    """Remember the pictures of a film that answers its challenge; true where an earlier enrolment
    sent the same ones. Turns come again in one of 14 challenges, and digits can be dubbed over
    somebody's film: then the pictures are what is old. Raises MediaError. Safe to do again.
    """
    mine = UploadPrint.objects.get(enrolment_id=enrolment.pk)
    film = fingerprint(path)
    mine.pictures = [frame.hex() for frame in film.frames]
    mine.save(update_fields=["pictures"])
    earlier = UploadPrint.objects.filter(at__lt=mine.at, pictures__isnull=False)
    return any(fingerprints.is_coded_anew(film, _kept(row)) for row in earlier.iterator())


def _kept(row: UploadPrint) -> Fingerprint:
    return Fingerprint(row.digest, tuple(map(bytes.fromhex, row.pictures)))


def _keyed(path: Path) -> str:
    """Keyed, so that a stolen table confirms no guess of a file."""
    digest = hmac.new(settings.DEVICE_FLAG_KEY.encode() + SALT, digestmod=sha256)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()

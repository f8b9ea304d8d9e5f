"""All faces of one film against everybody who is enrolled."""

from collections.abc import Collection, Iterator
from uuid import UUID

from cameos.blocked.precedence import outranked
from cameos.identity.deciding import Whose, whose
from cameos.identity.looking import Faces
from cameos.models import CameoKey, FaceTemplate
from cameos.purposes import BiometricPurpose
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.gallery import Found, gallery_of
from lib.actors import Actor
from lib.faces.base import FaceKind, TemplateMark
from lib.faces.thresholds import for_gallery

WORKER = Actor.system("likeness")


def search(faces: Faces, kind: FaceKind, *, expected: Collection[UUID], about: str) -> Found | None:
    """One more than are expected, so that the nearest who is not is among them, and all that the
    face may be of: also the third of them may be blocked. None where the key store does not answer:
    nobody was compared."""
    try:
        return gallery_of(kind.mark).search(
            faces.templates,
            nearest=len(expected) + 1,
            purpose=BiometricPurpose.OUTPUT_IDENTITY,
            actor=WORKER,
            about=about,
            within=kind.thresholds.match,
        )
    except VaultError as error:
        if error.fault != VaultFault.KEY_STORE_FAILED:
            raise
        return None


def decided(
    faces: Faces, found: Found, kind: FaceKind, *, expected: Collection[UUID]
) -> Iterator[tuple[float, Whose]]:
    """Of each face when it is seen and whose it is."""
    published = kind.thresholds
    followed = for_gallery(published, searched=found.searched)
    others = {one.cameo_id for near in found.nearest for one in near} - set(expected)
    late = outranked(expected, others)
    for at, near in zip(faces.at_seconds, found.nearest, strict=True):
        yield at, whose(near, expected, published, followed, late)


def compares_everybody(found: Found | None, mark: TemplateMark) -> bool:
    """Whether nobody was left out: whose templates do not open, or are another model's."""
    if found is None or found.unreadable:
        return False
    of_mark = FaceTemplate.objects.filter(kind=mark.kind, version=mark.version, dims=mark.dims)
    enrolled = CameoKey.objects.filter(confirmed_at__isnull=False, templates__isnull=False)
    return not enrolled.exclude(pk__in=of_mark.values("key_id")).exists()

"""From a kept recording to templates of the model of today. In the likeness process alone."""

from enum import StrEnum
from uuid import UUID

from cameos.challenge.presence import absent, presence_of
from cameos.challenge.sameness import changed, sameness_of
from cameos.challenge.watching import watch
from cameos.enrolment.embedding import NoFrontalFace, templates_of
from cameos.models import CameoKey
from cameos.purposes import BiometricPurpose
from cameos.remeasuring.asking import ask_anew
from cameos.remeasuring.released import may_be_remeasured
from cameos.vault.clips import open_clip
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.remeasuring import add_templates
from cameos.vault.stream import SealedReader
from cameos.vault.template import Template
from lib.actors import Actor
from lib.errors import StaleState
from lib.faces.base import FaceError, FaceFault, FaceKind
from lib.media.errors import MediaError

WORKER = Actor.system("remeasurement")
# The recording is at fault; with any other the machine is, and nobody is asked for anything.
DOES_NOT_OPEN = frozenset(
    {VaultFault.CANNOT_OPEN, VaultFault.KEY_DESTROYED, VaultFault.KEY_LOST, VaultFault.BAD_TEMPLATE}
)


class Result(StrEnum):
    """What became of one recording."""

    MEASURED = "measured"
    ASKED = "asked to record anew"
    LEFT = "left as they are"


class NotOneFace(Exception):
    """Not one face throughout, as this model sees it."""


def remeasure(key_id: UUID, kind: FaceKind) -> Result:
    """Safe to do again, and to be killed within. Raises what is the machine's fault: VaultError of
    the key store, FaceError, OSError of the disk; DecoderGone, where it may be the recording's."""
    key = CameoKey.objects.select_related("cameo").filter(pk=key_id, blocked=None).first()
    if key is None:
        return Result.LEFT
    try:
        measured = may_be_remeasured(key) and _measured(key, kind)
    except StaleState:
        return Result.LEFT
    if measured:
        return Result.MEASURED
    asked = ask_anew(key, kind.mark, actor=WORKER)
    return Result.ASKED if asked else Result.LEFT


def _measured(key: CameoKey, kind: FaceKind) -> bool:
    """False where the recording is at fault."""
    templates: list[Template] = []
    try:
        templates += _templates(key, kind)
        add_templates(key=key, templates=templates, actor=WORKER)
    except (MediaError, NoFrontalFace, NotOneFace, FileNotFoundError):
        return False
    except FaceError as error:
        if error.fault is not FaceFault.BAD_EMBEDDING:
            raise
        return False
    except VaultError as error:
        if error.fault not in DOES_NOT_OPEN:
            raise
        return False
    finally:
        for template in templates:
            template.forget()
    return True


def _templates(key: CameoKey, kind: FaceKind) -> list[Template]:
    clip = key.clips.order_by("-made_at").first()
    if clip is None:
        raise NotOneFace
    purpose, about = BiometricPurpose.REMEASUREMENT, key.holder.public_id
    with open_clip(clip, purpose=purpose, actor=WORKER, about=about) as film:
        _require_one_face(film, kind)
        film.seek(0)
        return templates_of(film, kind)


def _require_one_face(film: SealedReader, kind: FaceKind) -> None:
    watched = watch(film, kind)
    if not watched.looks or not watched.complete or absent(presence_of(watched.looks)):
        raise NotOneFace
    if changed(sameness_of(watched.seen, kind), kind.thresholds):
        raise NotOneFace

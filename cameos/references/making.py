"""The pictures of one consented person for one film. In the likeness process alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameos.models import Cameo, Capability, ReferenceClip
from cameos.models.cameos import CameoKind
from cameos.permissions.terms import Scope
from cameos.purposes import BiometricPurpose
from cameos.references.errors import NoReference, ReferenceFault
from cameos.references.portraits import best_portraits
from cameos.vault.clips import open_clip
from cameos.vault.process import require_likeness
from lib.actors import Actor
from lib.faces import registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def shows_face(capability: Capability) -> bool:
    """Whether a picture is made of whom it is about: their face is lent, and they have one. Where
    only a voice is lent nothing is opened. What is no human being was never recorded."""
    lent = Scope.FACE in capability.bounds().scopes
    human = Cameo.objects.filter(pk=capability.cameo_id, kind=CameoKind.HUMAN)
    return lent and human.exists()


def portraits_for(
    capability: Capability, *, actor: Actor, count: int = 1
) -> list[NDArray[np.uint8]]:
    """Uint8 RGB, see `cutting`; the best first, `count` of them at most. Nothing is embedded.

    For whoever checked the capability just now, and outside of a transaction: that the recording
    is opened stands in the audit log before. Raises NoReference, VaultError, MediaError, FaceError.
    """
    require_likeness()
    with open_clip(
        _recording(capability),
        purpose=BiometricPurpose.RENDER_REFERENCE,
        actor=actor,
        about=capability.job,
    ) as film:
        return best_portraits(film, registry.build(), count=count)


def _recording(capability: Capability) -> ReferenceClip:
    """The one that was accepted as the owner's own; a newer one that waits for that is not it."""
    confirmed = ReferenceClip.objects.filter(
        key__cameo_id=capability.cameo_id, key__confirmed_at__isnull=False
    )
    clip = confirmed.order_by("-made_at").first()
    if clip is None:
        raise NoReference(ReferenceFault.NO_RECORDING)
    return clip

"""The pictures of one consented person for one film. In the likeness process alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameos.models import Capability, ReferenceClip
from cameos.purposes import BiometricPurpose
from cameos.references.errors import NoReference, ReferenceFault
from cameos.references.portraits import best_portraits
from cameos.vault.clips import open_clip
from cameos.vault.errors import VaultError
from cameos.vault.process import require_likeness
from lib.actors import Actor
from lib.faces import registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def portraits_for(
    capability: Capability, *, actor: Actor, count: int = 1
) -> list[NDArray[np.uint8]]:
    """Uint8 RGB, see `cutting`; the best first, `count` of them at most. Nothing is embedded.

    For whoever checked the capability just now, and outside of a transaction: that the recording
    is opened stands in the audit log before. Raises NoReference, MediaError, FaceError.
    """
    try:
        require_likeness()
        with open_clip(
            _recording(capability),
            purpose=BiometricPurpose.RENDER_REFERENCE,
            actor=actor,
            about=capability.job,
        ) as film:
            return best_portraits(film, registry.build(), count=count)
    except VaultError as error:
        raise NoReference(error.fault, permanent=False) from None


def _recording(capability: Capability) -> ReferenceClip:
    """The one that was accepted as the owner's own; a newer one that waits for that is not it."""
    confirmed = ReferenceClip.objects.filter(
        key__cameo_id=capability.cameo_id, key__confirmed_at__isnull=False
    )
    clip = confirmed.order_by("-made_at").first()
    if clip is None:
        raise NoReference(ReferenceFault.NO_RECORDING)
    return clip

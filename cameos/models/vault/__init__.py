"""What only the likeness process reads (cameos/vault)."""

from cameos.models.vault.gallery import GalleryStamp
from cameos.models.vault.keys import CameoKey
from cameos.models.vault.sealed import FaceTemplate, ReferenceClip

__all__ = ["CameoKey", "FaceTemplate", "GalleryStamp", "ReferenceClip"]

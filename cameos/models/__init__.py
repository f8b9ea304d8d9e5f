from cameos.models.cameos import Cameo, CameoKind
from cameos.models.transitions import CameoTransition
from cameos.models.vault import CameoKey, FaceTemplate, GalleryStamp, ReferenceClip

__all__ = [
    "Cameo",
    "CameoKey",
    "CameoKind",
    "CameoTransition",
    "FaceTemplate",
    "GalleryStamp",
    "ReferenceClip",
]

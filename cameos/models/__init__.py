from cameos.models.cameos import Cameo, CameoKind
from cameos.models.ledger import AnchoredHead, ConsentAnchor, ConsentEntry, ConsentOpening
from cameos.models.transitions import CameoTransition
from cameos.models.vault import CameoKey, FaceTemplate, GalleryStamp, ReferenceClip

__all__ = [
    "AnchoredHead",
    "Cameo",
    "CameoKey",
    "CameoKind",
    "CameoTransition",
    "ConsentAnchor",
    "ConsentEntry",
    "ConsentOpening",
    "FaceTemplate",
    "GalleryStamp",
    "ReferenceClip",
]

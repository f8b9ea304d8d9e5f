from cameos.models.cameos import Cameo, CameoKind
from cameos.models.transitions import CameoTransition

__all__ = ["Cameo", "CameoKind", "CameoTransition"]

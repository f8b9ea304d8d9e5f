"""Fields of this room that could hold words or media, and who judges them."""

from cameos.models import CameoTransition
from lib.surfaces import Exempt

CODES = "codes, ids and numbers that services write"

SAID = (Exempt(CameoTransition, ("from_state", "to_state", "actor", "reason"), CODES),)

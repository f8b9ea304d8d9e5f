"""The words of our manifests, written when signing and demanded when verifying."""

from enum import StrEnum

AI_GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
ACTIONS = "c2pa.actions.v2"
OLD_ACTIONS = "c2pa.actions"
CREATED = "c2pa.created"
OPENED = "c2pa.opened"
CONVERTED = "c2pa.converted"
PARENT = "parentOf"
INPUT = "inputTo"
OWN_ASSERTION = "org.zoetrope.provenance"
TRAINING = "cawg.training-mining"
PRODUCT = "Zoetrope"


class Kind(StrEnum):
    VIDEO = "video"
    POSTER = "poster"
    SPRITESHEET = "spritesheet"

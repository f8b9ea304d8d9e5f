"""What the configured faces cannot do, by settings alone: loads nothing, so the web may ask."""

from django.conf import settings

from lib.faces.presentation import assessed


def thresholds_missing() -> bool:
    """dlib's are published; for a pack nobody but its operator can say."""
    return settings.FACE_KIND != "dlib" and settings.FACE_MATCH_AT is None


def face_lacks() -> dict[str, str]:
    """Part by name: what its absence means."""
    found = {}
    if settings.FACE_KIND == "dlib":
        found["faces"] = "embedded: faces from the front, small galleries, no age estimated"
    elif thresholds_missing():
        found["faces"] = "cannot be compared: FACE_MATCH_AT and FACE_GREY_AT are not set"
    if not assessed():
        found["presentation_attacks"] = "not assessed: a picture of a person passes for the person"
    return found

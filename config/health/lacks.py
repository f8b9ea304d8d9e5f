"""What this way of running does not have, said aloud: /readyz shows it, checks make it errors."""

from django.apps import apps
from django.conf import settings

from moderation.models import BankedHash
from provenance.lacks import lacks as provenance_lacks

ALWAYS = {
    "image_classifier": "absent: films of engines that can draw anything are held",
    "speech_recognition": "low confidence: speech without the engine's exact script is held",
}


def lacks() -> dict[str, str]:
    """Part by name: what its absence means."""
    found = dict(ALWAYS)
    if not apps.is_installed("cameos"):
        found["likeness"] = "absent: no real person can be asked for consent"
    if (signing := provenance_lacks()) is not None:
        found["provenance"] = signing
    if not BankedHash.objects.exists():
        found["hash_bank"] = "empty: no known picture is recognised"
    if not settings.PRODUCTION:
        found["production"] = "this is the development profile: what it makes is stamped so"
    return found

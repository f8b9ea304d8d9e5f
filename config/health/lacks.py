"""What this way of running does not have, said aloud: /readyz shows it, checks make it errors."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError

from feed.health import proof_lacks, rating_lacks
from inbox.push.credentials import push_lacks
from lib.faces.health import face_lacks
from lib.signed_media.health import storage_lacks
from moderation.health import encoder_lacks, policy_lacks
from moderation.inspection import configured_faults
from moderation.models import BankedHash, EntryState
from provenance.lacks import lacks as provenance_lacks

LOOKING_ROLES = ("migrate", "worker")
ABSENT = {
    "image_classifier": "absent: films of engines that can draw anything are held",
    "speech_recognition": "low confidence: speech without the engine's exact script is held",
}


def lacks() -> dict[str, str]:
    """Part by name: what its absence means."""
    found = _models()
    found |= face_lacks()
    found["likeness"] = "absent: no film can show a person who consented yet"
    if (signing := provenance_lacks()) is not None:
        found["provenance"] = signing
    if (storage := storage_lacks()) is not None:
        found["storage"] = storage
    if (push := push_lacks()) is not None:
        found["push"] = push
    if not settings.CSAM_SERVICE_URL:
        found["csam"] = "absent: known abuse material is matched against our own banks alone"
    if (bank := _bank()) is not None:
        found["hash_bank"] = bank
    found |= {name: said for name, ask in ASKED.items() if (said := _asked(ask)) is not None}
    if not settings.PRODUCTION:
        found["production"] = "this is the development profile: what it makes is stamped so"
    return found


ASKED: dict[str, Callable[[], str | None]] = {
    "policy": policy_lacks,
    "probing": encoder_lacks,
    "ratings": rating_lacks,
    "feed_proof": proof_lacks,
}


def _asked(ask: Callable[[], str | None]) -> str | None:
    """Never itself the reason that /readyz does not answer."""
    try:
        return ask()
    except DatabaseError:
        return "unknown: the database is away"


def _models() -> dict[str, str]:
    """An operator's own models: absent, or named and yet not to be had."""
    named = {
        "image_classifier": settings.IMAGE_CLASSIFIER,
        "speech_recognition": settings.SPEECH_MODEL,
    }
    found = {part: meaning for part, meaning in ABSENT.items() if not named[part]}
    # Where nothing looks (the web's machines need not have the weights), nothing is said of it.
    if settings.ROLE in LOOKING_ROLES:
        faults = configured_faults()
        found |= {part: f"cannot be used, so all is held: {why}" for part, why in faults.items()}
    return found


def _bank() -> str | None:
    """Asked by /readyz too, which must answer while the database is away."""
    try:
        rung = [EntryState.DISABLED, EntryState.DOUBTED]
        if BankedHash.objects.filter(state__in=rung).exists():
            return "alarm: entries met too many people and wait for staff to look at them"
        in_use = BankedHash.objects.filter(state=EntryState.ACTIVE, bank__enabled=True)
        return None if in_use.exists() else "empty: no known picture is recognised"
    except DatabaseError:
        return "unknown: the database is away"

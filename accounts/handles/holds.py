"""Handles that nobody has and nobody may take for a while."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import HeldHandle

# Long enough that links and memories of the person before have faded.
AFTER_DELETION = timedelta(days=30)


def is_held(key: str, *, for_email: str) -> bool:
    """Whether a folded handle is held for somebody other than the owner of this address."""
    held = HeldHandle.objects.filter(handle_key=key, until__gt=timezone.now())
    return held.exclude(held_for=_digest(for_email)).exists()


def hold(key: str, *, lasting: timedelta, only_for: str = "") -> None:
    """Let nobody but the owner of the address `only_for` take a folded handle for a while.

    A hold that stands and is free for nobody is never weakened.
    """
    held_for = _digest(only_for) if only_for else ""
    until = timezone.now() + lasting
    held, made = HeldHandle.objects.get_or_create(
        handle_key=key, defaults={"held_for": held_for, "until": until}
    )
    if not made and held.held_for in (held_for, _digest(only_for)):
        HeldHandle.objects.filter(pk=key).update(held_for=held_for, until=until)


def hold_for_all(key: str, *, lasting: timedelta) -> None:
    """From now on, whatever held before, nobody takes it for so long."""
    facts = {"held_for": "", "until": timezone.now() + lasting}
    HeldHandle.objects.update_or_create(handle_key=key, defaults=facts)


def release_key(key: str) -> None:
    """It is free again."""
    HeldHandle.objects.filter(handle_key=key).delete()


def release(*, only_for: str) -> None:
    """End what is held for the owner of this address."""
    HeldHandle.objects.filter(held_for=_digest(only_for)).delete()


def forget_ended() -> None:
    """Remove holds that ended."""
    HeldHandle.objects.filter(until__lte=timezone.now()).delete()


def _digest(email: str) -> str:
    return salted_hmac("accounts.HeldHandle", email.lower(), algorithm="sha256").hexdigest()

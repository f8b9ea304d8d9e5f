"""What people write in this room, and who judges it."""

from accounts.models import (
    AgeSignal,
    AppleGrant,
    HeldDecision,
    HeldDecisionTransition,
    HeldHandle,
    Invite,
    InviteUse,
    ProfileText,
    ProfileTextTransition,
    StandingTransition,
    User,
)
from lib.surfaces import Claim, Exempt, When

PROFILE = ("profile",)
AUTHOR = "its author, by the event profile.settled; others see what stood there before"

SAID = (
    Claim(ProfileText, "text", PROFILE, When.BEFORE, AUTHOR),
    Claim(User, "display_name", PROFILE, When.BEFORE, AUTHOR),
    Claim(User, "bio", PROFILE, When.BEFORE, AUTHOR),
    Claim(User, "handle", PROFILE, When.AT_ONCE, "whoever asks for it, as for a reserved one"),
    Exempt(User, ("handle_key",), "folded from the handle, which is judged; never shown"),
    Exempt(User, ("email",), "an address, shown to its owner alone"),
    Exempt(User, ("password",), "a hash of it, shown to nobody"),
    Exempt(HeldHandle, ("handle_key", "held_for"), "a folded handle that nobody has, and a hash"),
    Exempt(Invite, ("code",), "letters and digits at random"),
    Exempt(InviteUse, ("held_for",), "a hash of an address"),
    Exempt(AppleGrant, ("client_id", "code", "refresh_token"), "an app's id, and sealed secrets"),
    Exempt(HeldDecision, ("came_from", "to", "reason"), "codes that services write"),
    Exempt(
        HeldDecisionTransition,
        ("from_state", "to_state", "actor", "reason"),
        "codes and ids that services write",
    ),
    Exempt(AgeSignal, ("actor",), "the id of a person or the name of a part of the system"),
    Exempt(
        StandingTransition,
        ("from_state", "to_state", "actor"),
        "codes and ids that services write",
    ),
    Exempt(
        ProfileTextTransition,
        ("from_state", "to_state", "actor", "reason"),
        "codes and ids that services write",
    ),
)

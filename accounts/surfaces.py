"""What people write in this room, and who judges it."""

from accounts.models import (
    Acknowledgement,
    AgeAppeal,
    AgeAppealTransition,
    AgeInput,
    AgeSignal,
    AgeSignalEnded,
    AppleGrant,
    Export,
    ExportTransition,
    HeldDecision,
    HeldDecisionTransition,
    HeldHandle,
    Impersonation,
    ImpersonationTransition,
    Invite,
    InviteUse,
    PersonHold,
    ProfileText,
    ProfileTextTransition,
    SafeguardSettings,
    StandingTransition,
    StoreLink,
    StoreNotification,
    StoreRescission,
    TermsVersion,
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
    Exempt(
        User,
        ("handle_key", "handle_bare", "name_key"),
        "folded from handle and display name, which are judged; never shown",
    ),
    Exempt(Impersonation, ("names", "of_word"), "names from before, sealed; a word of our list"),
    Exempt(
        ImpersonationTransition,
        ("from_state", "to_state", "actor", "reason"),
        "codes and ids that services write",
    ),
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
    Exempt(PersonHold, ("cause",), "the id of what caused it, or a code"),
    Exempt(AgeSignal, ("actor",), "the id of a person or the name of a part of the system"),
    Exempt(SafeguardSettings, ("choices",), "values of a closed set, read strictly; no words"),
    Exempt(
        SafeguardSettings,
        ("time_zone", "former_time_zone", "region"),
        "names of the time zone database and codes of ISO 3166",
    ),
    Exempt(AgeSignalEnded, ("actor",), "the id of a person or the name of a part of the system"),
    Exempt(AgeInput, ("facts",), "codes and numbers that services write, sealed"),
    Exempt(StoreLink, ("app_transaction_id",), "an id that the app store signed"),
    Exempt(StoreRescission, ("app_transaction_id",), "an id that the app store signed"),
    Exempt(StoreNotification, ("kind",), "a code that the app store signed"),
    Exempt(
        TermsVersion,
        ("name", "gates", "read_at", "sha256", "actor"),
        "what staff name a published text, and where it stands",
    ),
    Exempt(Acknowledgement, ("name", "actor"), "names of published texts, ids of people"),
    Exempt(AgeAppeal, ("held_band", "finding"), "codes that services write"),
    Exempt(
        AgeAppealTransition,
        ("from_state", "to_state", "actor", "reason"),
        "codes and ids that services write",
    ),
    Exempt(
        Export,
        ("error_code", "storage_key", "left", "files", "sha256", "signer_key"),
        "codes, hashes, keys of the store and places in an archive, which services write",
    ),
    Exempt(
        ExportTransition,
        ("from_state", "to_state", "actor", "reason"),
        "codes and ids that services write",
    ),
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

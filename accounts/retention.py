"""How long this room keeps what it holds of people, and what ends it."""

from datetime import timedelta

from accounts.bans import KEPT as BAN_KEPT
from accounts.models import (
    Acknowledgement,
    AgeAppeal,
    AgeInput,
    AgeLook,
    AgeSignal,
    AgeSignalEnded,
    AgeVerification,
    AppleGrant,
    Block,
    Export,
    Follow,
    FollowRequest,
    HeldDecision,
    HeldHandle,
    HeldIdentity,
    Impersonation,
    Invite,
    InviteUse,
    Mute,
    PersonHold,
    ProfileHold,
    ProfileText,
    Referral,
    SafeguardSettings,
    StandingTransition,
    StoreAccount,
    StoreLink,
    StoreNotification,
    StoreRescission,
    TermsVersion,
    User,
    WatchedTime,
)
from accounts.models.age_appeals import VERIFICATION_LASTS
from accounts.models.exports import FETCHED_FOR
from accounts.models.impersonations import CONTESTABLE_FOR
from accounts.safeguards.watching import KEPT as WATCHED_KEPT
from accounts.services.age_forgetting import INPUTS_KEPT
from accounts.services.apple import TRIED_FOR
from accounts.services.exports import ROWS_KEPT as EXPORTS_KEPT
from accounts.services.store_consent import RESCISSION_KEPT
from lib.retention import SWEEPER, Fate, Rule, Sweep

DELETION = "accounts.services.deletion.delete_account"
AGES = "accounts.services.age_forgetting.forget_ages"
SAFEGUARDS = "accounts.services.safeguards.forget_person"
HOUR = timedelta(hours=1)  # how often the job comes by
DAY = timedelta(days=1)
PROFILE_WORDS_KEPT = timedelta(days=730)  # as enforcement.limits.DECISION_WORDS_KEPT

RULES = (
    Rule(
        Export,
        Fate.ERASED,
        "An archive of everything that is somebody's: its file for seven days, that they asked for "
        "longer. The row goes once no file is left, two hours later where a worker was at it.",
        ("person",),
        "accounts.services.exports.end_all",
        EXPORTS_KEPT + FETCHED_FOR + DAY,
        "sweep_exports",
    ),
    Rule(
        User,
        Fate.COMMITMENT,
        "A tombstone: an id, when it was made and deleted, and how it stood.",
        ("id",),
        DELETION,
    ),
    Rule(
        PersonHold,
        Fate.COMMITMENT,
        "Codes and times: what was closed to somebody, and by which cause.",
        ("person",),
    ),
    Rule(
        User.groups.through,
        Fate.ERASED,
        "Rights of staff.",
        ("user",),
        DELETION,
    ),
    Rule(
        User.user_permissions.through,
        Fate.ERASED,
        "Rights of staff.",
        ("user",),
        DELETION,
    ),
    Rule(
        ProfileHold,
        Fate.ERASED,
        "Words that a decision took out of a profile, sealed, for as long as those of decisions.",
        ("person",),
        DELETION,
        at_most=PROFILE_WORDS_KEPT,
        job=SWEEPER,
        sweep=Sweep("since"),
    ),
    Rule(ProfileText, Fate.ERASED, "What waits to be judged.", ("person",), DELETION),
    Rule(Follow, Fate.ERASED, "Whoever of the two leaves.", ("follower", "followed"), DELETION),
    Rule(Block, Fate.ERASED, "Whoever of the two leaves.", ("blocker", "blocked"), DELETION),
    Rule(FollowRequest, Fate.ERASED, "Whoever of the two leaves.", ("asker", "asked"), DELETION),
    Rule(Mute, Fate.ERASED, "Whoever of the two leaves.", ("muter", "muted"), DELETION),
    Rule(SafeguardSettings, Fate.ERASED, "Choices, time zone, place.", ("person",), SAFEGUARDS),
    Rule(
        WatchedTime,
        Fate.ERASED,
        "Minutes watched, by quarters of an hour.",
        ("person",),
        SAFEGUARDS,
        WATCHED_KEPT + DAY,
        "forget_watched_times",
    ),
    Rule(
        AgeInput,
        Fate.ERASED,
        "What a signal about an age was drawn from, sealed.",
        ("person",),
        AGES,
        INPUTS_KEPT + DAY,
        "forget_inputs_of_ages",
    ),
    Rule(
        AgeVerification,
        Fate.ERASED,
        "A visit to whoever proves ages.",
        ("person",),
        AGES,
        VERIFICATION_LASTS + DAY,
        "forget_inputs_of_ages",
    ),
    Rule(AgeAppeal, Fate.ERASED, "Ids and bands.", ("person", "claimed_by_id"), AGES),
    Rule(AgeLook, Fate.ERASED, "When the predictor last looked.", ("person",), AGES),
    Rule(StoreAccount, Fate.ERASED, "What the app store calls them.", ("person", "token"), AGES),
    Rule(
        StoreLink,
        Fate.ERASED,
        "The store's id of the app on an Apple account of theirs; sooner, ninety days after it was "
        "seen last, but for the newest and one on which consent is taken back.",
        ("person",),
        AGES,
    ),
    Rule(
        StoreRescission,
        Fate.NOBODYS,
        "An id of the store's, of whoever has it or links it later.",
        at_most=RESCISSION_KEPT + DAY,
        job="forget_old_store_links",
    ),
    Rule(
        AgeSignal,
        Fate.COMMITMENT,
        "Ids, sources and bands, append-only: that a band was obeyed has to be shown.",
        ("person_id", "actor"),
    ),
    Rule(
        AgeSignalEnded,
        Fate.COMMITMENT,
        "Ids and codes, append-only, beside the signals.",
        ("person_id", "actor"),
    ),
    Rule(
        AppleGrant,
        Fate.KEPT,
        "A sealed token, until Apple has heard that it is revoked.",
        ("person",),
        "accounts.services.apple.end_with_account",
        TRIED_FOR + DAY,
        "tell_apple",
        "App Review Guideline 5.1.1(v): tokens of Sign in with Apple are revoked",
    ),
    Rule(
        HeldHandle,
        Fate.KEPT,
        "The handle, folded, so that nobody steps into the name.",
        ("handle_key", "held_for"),
        DELETION,
        CONTESTABLE_FOR + HOUR,  # that of a finding of impersonation; 30 days after a deletion
        "forget_unconfirmed_people",
        "legitimate interest (GDPR Art. 6(1)(f)): protection from impersonation",
    ),
    Rule(
        Impersonation,
        Fate.COMMITMENT,
        "Ids and codes of what staff found; the names from before go with the account, or when "
        "nobody can contest it any more.",
        ("person", "of_id", "marked_by", "asked_by", "decided_by"),
        DELETION,
    ),
    Rule(
        HeldIdentity,
        Fate.KEPT,
        "Of somebody who was banned: keyed hashes of the address and of the Apple identity.",
        ("digest",),
        DELETION,
        BAN_KEPT + HOUR,
        "forget_unconfirmed_people",
        "legitimate interest (GDPR Art. 6(1)(f)): deletion washes no ban off",
    ),
    Rule(
        HeldDecision,
        Fate.COMMITMENT,
        "Ids and codes of what two of staff decided.",
        ("person", "asked_by", "decided_by"),
    ),
    Rule(
        Invite,
        Fate.COMMITMENT,
        "Ids and a code that works no more: which account came by whom.",
        ("inviter",),
        DELETION,
    ),
    Rule(
        InviteUse,
        Fate.COMMITMENT,
        "Ids; the hash of the address went when the account was confirmed.",
        ("invitee", "held_for"),
    ),
    Rule(Referral, Fate.COMMITMENT, "Ids, append-only.", ("inviter_id", "invitee_id")),
    Rule(
        StandingTransition,
        Fate.COMMITMENT,
        "Ids and codes, append-only: which decisions were made about an account.",
        ("subject_id", "actor"),
    ),
    Rule(
        Acknowledgement,
        Fate.COMMITMENT,
        "Ids, and names and versions of published texts: what was agreed to.",
        ("person_id", "actor"),
    ),
    Rule(TermsVersion, Fate.COMMITMENT, "A published text, and the id of staff.", ("actor",)),
    Rule(StoreNotification, Fate.NOBODYS, "Codes and counts of what a store told us."),
)

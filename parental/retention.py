"""How long this room keeps what it holds of people, and what ends it."""

from datetime import timedelta

from lib.retention import Fate, Rule
from parental.bounds import CODE_LASTS, NOTICES_KEPT
from parental.models import (
    AlertException,
    BarredGuardian,
    ConsentReceipt,
    Control,
    FamilyEntry,
    FamilyNotice,
    GuardianLink,
    LikenessRelease,
    LinkCode,
    Proposal,
    SafetyAlert,
    SafetyCase,
)

LEAVING = "parental.handlers.end_with_the_account"
PAIR = ("link__teen", "link__guardian")

RULES = (
    Rule(
        LinkCode,
        Fate.ERASED,
        "A keyed hash of a code.",
        ("teen_id",),
        LEAVING,
        CODE_LASTS + timedelta(minutes=2),
        "sweep_family",
    ),
    Rule(
        FamilyNotice,
        Fate.ERASED,
        "What a person is owed to hear: codes and ids.",
        ("person_id",),
        LEAVING,
        NOTICES_KEPT + timedelta(days=1),
        "sweep_family",
    ),
    Rule(
        GuardianLink,
        Fate.COMMITMENT,
        "Ids, times and codes of a link that ended.",
        ("teen", "guardian"),
        LEAVING,
    ),
    Rule(Control, Fate.COMMITMENT, "Values of a closed set, of a link that ended.", PAIR),
    Rule(Proposal, Fate.COMMITMENT, "Values of a closed set, of a link that ended.", PAIR),
    Rule(LikenessRelease, Fate.COMMITMENT, "Ids and times: that both released a likeness.", PAIR),
    Rule(
        FamilyEntry,
        Fate.COMMITMENT,
        "Ids, codes and values of a closed set, append-only.",
        ("link_id",),
    ),
    Rule(
        ConsentReceipt,
        Fate.COMMITMENT,
        "Ids and the hash of the text that was agreed to, append-only.",
        ("person_id",),
    ),
    Rule(
        BarredGuardian,
        Fate.COMMITMENT,
        "Two ids: a guardian whom a teen feared never comes back.",
        ("teen_id", "guardian_id"),
    ),
    Rule(
        SafetyCase,
        Fate.COMMITMENT,
        "Ids and codes of a call for help.",
        ("teen_id", "guardian_id", "taken_by"),
    ),
    Rule(
        SafetyAlert,
        Fate.COMMITMENT,
        "Ids and codes of what staff told guardians.",
        ("teen_id", "proposed_by", "decided_by"),
    ),
    Rule(
        AlertException,
        Fate.COMMITMENT,
        "Ids and a code: who is never told of a teen.",
        ("teen_id", "guardian_id", "made_by"),
    ),
)

"""How long this room keeps what it holds of people, and what ends it."""

from datetime import timedelta

from lib.retention import Fate, Rule
from moderation.models import (
    BankCause,
    BankConfirmation,
    BankedHash,
    BankHit,
    CoolingOff,
    Exchange,
    Finding,
    HashBank,
    Opinion,
    PolicyActivation,
    PolicyVersion,
    ProbingFinding,
    ProbingMember,
    RefusedText,
    Review,
    Scan,
    ShadowJudgement,
    ShadowPolicy,
    ShownHash,
    Term,
    TermBank,
)
from moderation.probing.limits import ROWS_KEPT
from moderation.services.bank_alarm import KEPT as HITS_KEPT

DAY = timedelta(days=1)
STAFF = "What staff decided, and the id of whoever did."
REFUSALS = "moderation.handlers.forget_refusals"

RULES = (
    Rule(
        Review,
        Fate.COMMITMENT,
        "Ids and codes of what a person decided. What somebody said of it goes.",
        ("person_id",),
        "moderation.handlers.forget_statements",
    ),
    Rule(
        RefusedText,
        Fate.ERASED,
        "Refused words for a week, ids and codes for a month.",
        ("person_id",),
        REFUSALS,
        ROWS_KEPT + DAY,
        "forget_refused_words",
    ),
    Rule(CoolingOff, Fate.ERASED, "Levels and times.", ("person_id",), REFUSALS),
    Rule(ProbingFinding, Fate.COMMITMENT, "Ids and codes of a pattern.", ("person_id",), REFUSALS),
    Rule(ProbingMember, Fate.COMMITMENT, "Ids of what made a pattern.", ("finding__person_id",)),
    Rule(
        BankHit,
        Fate.KEPT,
        "Ids: whose films an entry of a bank met, to notice an entry that is wrong.",
        ("who",),
        "",
        HITS_KEPT + DAY,
        "forget_old_bank_hits",
        "legitimate interest (GDPR Art. 6(1)(f)): a wrong entry refuses films of many people",
    ),
    Rule(BankedHash, Fate.COMMITMENT, STAFF, ("added_by",)),
    Rule(BankCause, Fate.NOBODYS, "Which decisions an entry of a bank stands for."),
    Rule(BankConfirmation, Fate.COMMITMENT, STAFF, ("by",)),
    Rule(Opinion, Fate.COMMITMENT, STAFF, ("given_by",)),
    Rule(PolicyVersion, Fate.COMMITMENT, STAFF, ("loaded_by",)),
    Rule(PolicyActivation, Fate.COMMITMENT, STAFF, ("actor",)),
    Rule(ShadowPolicy, Fate.COMMITMENT, STAFF, ("by",)),
    Rule(TermBank, Fate.COMMITMENT, STAFF, ("added_by",)),
    Rule(Term, Fate.COMMITMENT, STAFF, ("added_by",)),
    Rule(HashBank, Fate.NOBODYS, "What a list of hashes is for."),
    Rule(Exchange, Fate.NOBODYS, "Where lists of hashes come from."),
    Rule(ShownHash, Fate.NOBODYS, "Hashes of a film; they go with its files."),
    Rule(Scan, Fate.NOBODYS, "The id of a thing, codes and numbers."),
    Rule(Finding, Fate.NOBODYS, "Codes and places of what a detector found; no words."),
    Rule(ShadowJudgement, Fate.NOBODYS, "Codes: what another policy would have said."),
)

"""How long this room keeps what it holds of people, and what ends it."""

from datetime import timedelta

from enforcement.limits import (
    CONTACT_KEPT,
    DECISION_WORDS_KEPT,
    SNAPSHOT_KEPT_AT_MOST,
    VAULT_KEPT,
    VAULT_SAID_KEPT_AT_MOST,
)
from enforcement.models import (
    Appeal,
    AppealLink,
    AppealMessage,
    AppealText,
    Assignment,
    Batch,
    BatchItem,
    Case,
    CaseFinding,
    Contact,
    Decision,
    DecisionAction,
    DecisionEvidence,
    DecisionNote,
    DecisionText,
    Hiding,
    OpenNotice,
    Presence,
    Proposal,
    QualitySample,
    ReplyTemplate,
    Report,
    ReportAttachment,
    Reporter,
    Snapshot,
    SnapshotFile,
    Strike,
    SubjectMute,
    TrustedFlagger,
    VaultedFile,
    VaultedReport,
)
from lib.retention import SWEEPER, Fate, Rule, Sweep

LEAVING = "enforcement.work.people.forget_reporter"
APPEALING = "enforcement.work.people.forget_appeals"
EXPIRING = "expire_snapshots"
A_DAY = timedelta(days=1)
# Whoever deletes what was reported must not so escape a decision, nor lose the right to have one
# looked at again.
REVIEWABLE = (
    "Legitimate interest: that what was reported can be decided about, and the decision reviewed "
    "for six months (DSA, Articles 16, 17 and 20), though its author deletes it."
)
CLAIMS = (
    "Legal claims about a likeness (GDPR, Articles 17(3)(e) and 9(2)(f)), where consent was taken "
    "back: enforcement/services/withdrawn.py."
)
CHILD_SAFETY = "Legal obligation and legitimate interest: evidence of crimes against children."

RULES = (
    Rule(
        Report,
        Fate.COMMITMENT,
        "Ids, a reason and times of what was reported. The reporter's words go, and after two "
        "years those of everybody.",
        ("reporter_id", "owner_id", "of_id"),
        LEAVING,
    ),
    Rule(
        ReportAttachment,
        Fate.ERASED,
        "Pictures that somebody sent with a report. They go with the account, and with what was "
        "frozen of the thing.",
        ("report__reporter_id",),
        LEAVING,
        at_most=SNAPSHOT_KEPT_AT_MOST + A_DAY,
        job=EXPIRING,
    ),
    Rule(Case, Fate.COMMITMENT, "Ids, codes and counts of what was looked at.", ("owner_id",)),
    Rule(
        CaseFinding,
        Fate.COMMITMENT,
        "Ids and codes of a pattern that detectors found.",
        ("case__owner_id",),
    ),
    Rule(
        Snapshot,
        Fate.KEPT,
        "What a thing was when it was reported, sealed.",
        ("owner_id",),
        at_most=SNAPSHOT_KEPT_AT_MOST + A_DAY,
        job=EXPIRING,
        basis=REVIEWABLE,
    ),
    Rule(
        SnapshotFile,
        Fate.KEPT,
        "Copies of the files of a thing that was reported; after somebody in it took their consent "
        "back only while a claim needs them.",
        ("snapshot__owner_id",),
        at_most=SNAPSHOT_KEPT_AT_MOST + A_DAY,
        job=EXPIRING,
        basis=f"{REVIEWABLE} {CLAIMS}",
    ),
    Rule(
        VaultedReport,
        Fate.KEPT,
        "What was said about child safety, sealed; no page can read it. It goes 90 days after it "
        "came, or after its case was closed, or after what was decided could be looked at anew, "
        "whichever is last.",
        ("report_id",),
        at_most=VAULT_SAID_KEPT_AT_MOST + A_DAY,
        job=EXPIRING,
        basis=CHILD_SAFETY,
    ),
    Rule(
        VaultedFile,
        Fate.KEPT,
        "A copy of a film that was reported for child safety; no page can read it. Its time begins "
        "anew when that is found.",
        ("report_id",),
        at_most=VAULT_KEPT + A_DAY,
        job=EXPIRING,
        basis=CHILD_SAFETY,
    ),
    Rule(
        Reporter,
        Fate.ERASED,
        "How often somebody's reports were found right.",
        ("person_id",),
        LEAVING,
    ),
    Rule(
        TrustedFlagger,
        Fate.COMMITMENT,
        "Ids and times: which accounts spoke as trusted flaggers.",
        ("person_id", "appointed_by"),
    ),
    Rule(
        SubjectMute,
        Fate.COMMITMENT,
        "The id of a thing whose new reports only count for a day.",
        ("muted_by",),
        at_most=2 * A_DAY,
        job=SWEEPER,
        sweep=Sweep("until"),
    ),
    Rule(
        Contact,
        Fate.NOBODYS,
        "The sealed address of somebody without an account who reported something.",
        at_most=CONTACT_KEPT + A_DAY,
        job="forget_contacts",
    ),
    Rule(
        OpenNotice,
        Fate.KEPT,
        "What somebody without an account sent and did not confirm, for a day after its time, and "
        "of impersonation of whom; a keyed hash of who confirmed something about what is not "
        "there.",
        ("of_id",),
        at_most=CONTACT_KEPT + A_DAY,
        job="forget_contacts",
        basis="Legitimate interest: that what was sent can be confirmed for a day, whomever it "
        "names (DSA, Article 16).",
    ),
    Rule(
        Decision,
        Fate.COMMITMENT,
        "Ids, codes and times of what was decided; append-only.",
        ("owner_id", "decided_by", "approved_by"),
    ),
    Rule(
        DecisionText,
        Fate.KEPT,
        "Why something was decided, in words for the person whom it concerns, sealed.",
        ("decision__owner_id",),
        at_most=DECISION_WORDS_KEPT,
        job=SWEEPER,
        basis=REVIEWABLE,
        sweep=Sweep("at"),
    ),
    Rule(
        DecisionNote,
        Fate.KEPT,
        "What staff said to staff beside a decision, sealed.",
        ("decision__owner_id", "by"),
        at_most=DECISION_WORDS_KEPT,
        job=SWEEPER,
        basis=REVIEWABLE,
        sweep=Sweep("at"),
    ),
    Rule(
        DecisionEvidence,
        Fate.COMMITMENT,
        "Ids and seconds: what a decision rests on; append-only. What they point at has its end.",
        ("decision__owner_id",),
    ),
    Rule(
        DecisionAction,
        Fate.COMMITMENT,
        "Ids, codes and times of what a decision did.",
        ("target_id", "decision__owner_id"),
    ),
    Rule(
        Appeal,
        Fate.COMMITMENT,
        "Ids, codes and times of who appealed what, and what was found.",
        ("person_id", "decision__owner_id"),
        APPEALING,
    ),
    Rule(
        AppealText,
        Fate.ERASED,
        "What somebody said against a decision and was answered, sealed. It goes with the account, "
        "and after two years.",
        ("appeal__person_id",),
        APPEALING,
        at_most=DECISION_WORDS_KEPT,
        job=SWEEPER,
        sweep=Sweep("at"),
    ),
    Rule(
        AppealMessage,
        Fate.ERASED,
        "Questions of staff about an appeal and the replies, sealed. They go with the account, and "
        "after two years; who of staff asked is forgotten with theirs.",
        ("appeal__person_id", "asked_by"),
        APPEALING,
        at_most=DECISION_WORDS_KEPT,
        job=SWEEPER,
        sweep=Sweep("at"),
    ),
    Rule(
        AppealLink,
        Fate.ERASED,
        "A keyed hash of the link in a letter by which a decision is appealed, until a day after.",
        ("decision__owner_id",),
        APPEALING,
        at_most=A_DAY,
        job=SWEEPER,
        sweep=Sweep("expires_at"),
    ),
    Rule(
        Strike,
        Fate.COMMITMENT,
        "A level and times: what counted against somebody.",
        ("person_id",),
    ),
    Rule(
        Proposal,
        Fate.COMMITMENT,
        "Ids and codes of a decision that waits for a second person. Its words go when it is "
        "settled, and with the account.",
        ("owner_id", "asked_by", "settled_by"),
        "enforcement.handlers.forget_proposals",
    ),
    Rule(
        Batch,
        Fate.COMMITMENT,
        "Ids and codes of cases decided at once. Its words go when that is done.",
        ("asked_by", "approved_by", "undone_by"),
    ),
    Rule(
        BatchItem,
        Fate.COMMITMENT,
        "Which case was decided with which others, or why not.",
        ("case__owner_id",),
    ),
    Rule(
        QualitySample,
        Fate.COMMITMENT,
        "Ids and times: which automatic decisions a person looked at, and whether they agreed.",
        ("decision__owner_id", "reviewed_by"),
    ),
    Rule(
        Hiding,
        Fate.COMMITMENT,
        "Ids, codes and times: which posts were hidden until somebody decided.",
        ("owner_id",),
    ),
    Rule(
        Assignment,
        Fate.COMMITMENT,
        "Ids, codes and times: which member of staff worked on which case.",
        ("holder", "case__owner_id"),
    ),
    Rule(
        Presence,
        Fate.COMMITMENT,
        "Which member of staff had the page of a case open a moment ago.",
        ("person_id", "case__owner_id"),
        at_most=2 * A_DAY,
        job=SWEEPER,
        sweep=Sweep("at"),
    ),
    Rule(
        ReplyTemplate,
        Fate.COMMITMENT,
        "Words with which staff begin their reasons, and who of them wrote these.",
        ("added_by",),
    ),
)

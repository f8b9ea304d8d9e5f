"""What is written in this room, and why no surface judges it."""

from enforcement.models import (
    AppealLink,
    AppealMessage,
    AppealText,
    AppealTransition,
    Batch,
    BatchItem,
    BatchTransition,
    Case,
    CaseFinding,
    CaseTransition,
    Contact,
    Decision,
    DecisionAction,
    DecisionActionTransition,
    DecisionNote,
    DecisionText,
    HeldFile,
    OpenNotice,
    Proposal,
    ProposalTransition,
    QualitySample,
    ReplyTemplate,
    Report,
    ReportAttachment,
    ReportTransition,
    Snapshot,
    SnapshotFile,
    Strike,
    VaultedFile,
    VaultedReport,
)
from lib.surfaces import Exempt

# A report quotes what it is about: a detector would find in it what its author complains of.
_WORDS = "what somebody reports, in their words: sealed, for staff alone, refused by no detector"
_LISTED = "a word of our own list of reserved names"
_WHO = "the sealed address and name of somebody without an account, and keyed hashes"
_STEP = ("from_state", "to_state", "actor", "reason")
_FILE = ("role", "source_key", "key", "sha256", "mime")

SAID = (
    Exempt(Report, ("text",), _WORDS),
    Exempt(
        ReportAttachment,
        ("upload_key", "key", "sha256"),
        "a picture of what is reported, for staff alone, matched against banks of child abuse",
    ),
    Exempt(OpenNotice, ("text",), _WORDS),
    Exempt(Report, ("of_word",), _LISTED),
    Exempt(OpenNotice, ("of_word",), _LISTED),
    Exempt(OpenNotice, ("address", "name", "digest", "code_digest"), _WHO),
    Exempt(Contact, ("address", "name", "digest", "mailbox"), _WHO),
    Exempt(VaultedReport, ("said",), _WORDS),
    Exempt(Case, ("components",), "numbers that make up a priority"),
    Exempt(QualitySample, ("policy",), "the code of an automatic policy"),
    Exempt(CaseFinding, ("kind", "detector", "about"), "codes and ids of what was found"),
    Exempt(DecisionText, ("statement",), "staff's reasons, for the person whom they concern"),
    Exempt(DecisionNote, ("text", "by"), "what staff say to staff"),
    Exempt(Proposal, ("wanted",), "staff's reasons, sealed until a second person agreed"),
    Exempt(Batch, ("words",), "staff's reasons, sealed until all is decided"),
    Exempt(BatchItem, ("seen", "refused", "undo_refused"), "numbers and codes of a case"),
    Exempt(ReplyTemplate, ("title", "text"), "staff's words, with which their reasons begin"),
    Exempt(Decision, ("policies", "decided_by", "approved_by"), "codes and labels of actors"),
    Exempt(Decision, ("legal_ground",), "the name of a law or an order, given by staff"),
    Exempt(DecisionAction, ("value", "changed"), "codes, and ids of what was changed"),
    Exempt(AppealText, ("text",), _WORDS.replace("reports", "appeals")),
    Exempt(AppealText, ("answer",), "staff's answer, for whoever appealed"),
    Exempt(AppealMessage, ("text",), "a question of staff, and the reply, for these two alone"),
    Exempt(AppealLink, ("digest",), "a keyed hash of a token"),
    Exempt(Strike, ("cause",), "the id of the action that gave it"),
    Exempt(Snapshot, ("seen", "digest"), "a sealed copy of what was judged where it stands"),
    *(
        Exempt(model, _FILE, "keys and hashes of copies of files that were judged")
        for model in (HeldFile, SnapshotFile, VaultedFile)
    ),
    *(
        Exempt(model, _STEP, "codes and ids that services write")
        for model in (
            *(ReportTransition, CaseTransition),
            *(DecisionActionTransition, ProposalTransition, AppealTransition),
            BatchTransition,
        )
    ),
)

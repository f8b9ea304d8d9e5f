from enforcement.models.appeals import (
    Appeal,
    AppealLink,
    AppealMessage,
    AppealOutcome,
    AppealState,
    AppealText,
    AppealTransition,
    Party,
)
from enforcement.models.assignments import Assignment, EndedAs, Presence, SkipReason
from enforcement.models.attachments import ReportAttachment
from enforcement.models.batches import Batch, BatchItem, BatchState, BatchTransition
from enforcement.models.cases import Case
from enforcement.models.contacts import Contact, OpenNotice
from enforcement.models.decision_actions import (
    ActionState,
    DecisionAction,
    DecisionActionTransition,
)
from enforcement.models.decisions import (
    Decision,
    DecisionNote,
    DecisionSource,
    DecisionText,
    Ground,
)
from enforcement.models.evidence import DecisionEvidence, EvidenceKind
from enforcement.models.findings import CaseFinding
from enforcement.models.held_files import CopyState, HeldFile
from enforcement.models.hidings import Hiding, HidingEnd, Lane
from enforcement.models.measures import Measures
from enforcement.models.proposals import Proposal, ProposalState, ProposalTransition
from enforcement.models.quality import QualitySample
from enforcement.models.reply_templates import ReplyTemplate
from enforcement.models.reporters import Reporter, SubjectMute, TrustedFlagger
from enforcement.models.reports import Report
from enforcement.models.snapshots import Snapshot, SnapshotFile
from enforcement.models.strikes import Strike, StrikeLevel
from enforcement.models.transitions import CaseTransition, ReportTransition
from enforcement.models.vault import VaultedFile, VaultedReport

__all__ = [
    "ActionState",
    "Appeal",
    "AppealLink",
    "AppealMessage",
    "AppealOutcome",
    "AppealState",
    "AppealText",
    "AppealTransition",
    "Assignment",
    "Batch",
    "BatchItem",
    "BatchState",
    "BatchTransition",
    "Case",
    "CaseFinding",
    "CaseTransition",
    "Contact",
    "CopyState",
    "Decision",
    "DecisionAction",
    "DecisionActionTransition",
    "DecisionEvidence",
    "DecisionNote",
    "DecisionSource",
    "DecisionText",
    "EndedAs",
    "EvidenceKind",
    "Ground",
    "HeldFile",
    "Hiding",
    "HidingEnd",
    "Lane",
    "Measures",
    "OpenNotice",
    "Party",
    "Presence",
    "Proposal",
    "ProposalState",
    "ProposalTransition",
    "QualitySample",
    "ReplyTemplate",
    "Report",
    "ReportAttachment",
    "ReportTransition",
    "Reporter",
    "SkipReason",
    "Snapshot",
    "SnapshotFile",
    "Strike",
    "StrikeLevel",
    "SubjectMute",
    "TrustedFlagger",
    "VaultedFile",
    "VaultedReport",
]

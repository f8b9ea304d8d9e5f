from enforcement.models.cases import Case
from enforcement.models.contacts import Contact, OpenNotice
from enforcement.models.findings import CaseFinding
from enforcement.models.held_files import CopyState, HeldFile
from enforcement.models.reporters import Reporter, SubjectMute, TrustedFlagger
from enforcement.models.reports import Report
from enforcement.models.snapshots import Snapshot, SnapshotFile
from enforcement.models.transitions import CaseTransition, ReportTransition
from enforcement.models.vault import VaultedFile, VaultedReport

__all__ = [
    "Case",
    "CaseFinding",
    "CaseTransition",
    "Contact",
    "CopyState",
    "HeldFile",
    "OpenNotice",
    "Report",
    "ReportTransition",
    "Reporter",
    "Snapshot",
    "SnapshotFile",
    "SubjectMute",
    "TrustedFlagger",
    "VaultedFile",
    "VaultedReport",
]

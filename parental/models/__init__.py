from parental.models.codes import BarredGuardian, LinkCode
from parental.models.controls import Control, LikenessRelease, Proposal, ProposalTransition
from parental.models.ledger import ConsentPurpose, ConsentReceipt, EntryKind, FamilyEntry
from parental.models.links import GuardianLink, LinkTransition
from parental.models.notices import FamilyNotice
from parental.models.safety import (
    AlertException,
    SafetyAlert,
    SafetyAlertTransition,
    SafetyCase,
    SafetyCaseTransition,
)

__all__ = [
    "AlertException",
    "BarredGuardian",
    "ConsentPurpose",
    "ConsentReceipt",
    "Control",
    "EntryKind",
    "FamilyEntry",
    "FamilyNotice",
    "GuardianLink",
    "LikenessRelease",
    "LinkCode",
    "LinkTransition",
    "Proposal",
    "ProposalTransition",
    "SafetyAlert",
    "SafetyAlertTransition",
    "SafetyCase",
    "SafetyCaseTransition",
]

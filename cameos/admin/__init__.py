from cameos.admin.assessments import AssessmentAdmin, EnrolmentDecisionAdmin
from cameos.admin.attestations import AttestationAdmin, AttestationSwitchAdmin
from cameos.admin.blocked import BlockedLikenessAdmin, BlockedSwitchAdmin
from cameos.admin.enrolments import EnrolmentAdmin

__all__ = [
    "AssessmentAdmin",
    "AttestationAdmin",
    "AttestationSwitchAdmin",
    "BlockedLikenessAdmin",
    "BlockedSwitchAdmin",
    "EnrolmentAdmin",
    "EnrolmentDecisionAdmin",
]

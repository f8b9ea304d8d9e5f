from cameos.admin.assessments import AssessmentAdmin, EnrolmentDecisionAdmin
from cameos.admin.enrolments import EnrolmentAdmin

__all__ = ["AssessmentAdmin", "EnrolmentAdmin", "EnrolmentDecisionAdmin"]

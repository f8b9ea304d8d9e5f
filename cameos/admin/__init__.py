from cameos.admin.enrolments import AssessmentAdmin, EnrolmentAdmin, EnrolmentDecisionAdmin

__all__ = ["AssessmentAdmin", "EnrolmentAdmin", "EnrolmentDecisionAdmin"]

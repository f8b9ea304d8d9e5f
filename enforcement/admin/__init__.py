from enforcement.admin.appeals import AppealAdmin
from enforcement.admin.cases import CaseAdmin
from enforcement.admin.reporters import ReporterAdmin, TrustedFlaggerAdmin
from enforcement.admin.reports import ReportAdmin

__all__ = ["AppealAdmin", "CaseAdmin", "ReportAdmin", "ReporterAdmin", "TrustedFlaggerAdmin"]

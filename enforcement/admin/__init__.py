from enforcement.admin.cases import CaseAdmin
from enforcement.admin.quality import QualitySampleAdmin
from enforcement.admin.reporters import ReporterAdmin, TrustedFlaggerAdmin
from enforcement.admin.reports import ReportAdmin

__all__ = ["CaseAdmin", "QualitySampleAdmin", "ReportAdmin", "ReporterAdmin", "TrustedFlaggerAdmin"]

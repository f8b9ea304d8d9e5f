from enforcement.admin.cases import CaseAdmin
from enforcement.admin.measures import MeasuresAdmin
from enforcement.admin.reporters import ReporterAdmin, TrustedFlaggerAdmin
from enforcement.admin.reports import ReportAdmin

__all__ = ["CaseAdmin", "MeasuresAdmin", "ReportAdmin", "ReporterAdmin", "TrustedFlaggerAdmin"]

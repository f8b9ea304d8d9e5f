from enforcement.admin.appeals import AppealAdmin
from enforcement.admin.bulk.batches import BatchAdmin
from enforcement.admin.cases import CaseAdmin
from enforcement.admin.deciding.decisions import DecisionAdmin
from enforcement.admin.deciding.proposals import ProposalAdmin
from enforcement.admin.flaggers import TrustedFlaggerAdmin
from enforcement.admin.measures import MeasuresAdmin
from enforcement.admin.quality import QualitySampleAdmin
from enforcement.admin.reporters import ReporterAdmin
from enforcement.admin.reports import ReportAdmin
from enforcement.admin.templates import ReplyTemplateAdmin

__all__ = [
    "AppealAdmin",
    "BatchAdmin",
    "CaseAdmin",
    "DecisionAdmin",
    "MeasuresAdmin",
    "ProposalAdmin",
    "QualitySampleAdmin",
    "ReplyTemplateAdmin",
    "ReportAdmin",
    "ReporterAdmin",
    "TrustedFlaggerAdmin",
]

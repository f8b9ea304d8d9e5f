from generation.admin.jobs import AttemptAdmin, DraftAdmin, JobAdmin
from generation.admin.offers import OfferAdmin
from generation.admin.owed import AssetAdmin, OwedErasureAdmin, ProcessorDebtAdmin
from generation.admin.switches import StopSwitchAdmin

__all__ = [
    "AssetAdmin",
    "AttemptAdmin",
    "DraftAdmin",
    "JobAdmin",
    "OfferAdmin",
    "OwedErasureAdmin",
    "ProcessorDebtAdmin",
    "StopSwitchAdmin",
]

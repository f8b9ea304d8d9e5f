from generation.admin.jobs import AttemptAdmin, DraftAdmin, JobAdmin
from generation.admin.offers import OfferAdmin
from generation.admin.switches import StopSwitchAdmin

__all__ = ["AttemptAdmin", "DraftAdmin", "JobAdmin", "OfferAdmin", "StopSwitchAdmin"]

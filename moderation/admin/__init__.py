from moderation.admin.banks import BankedHashAdmin
from moderation.admin.probing import CoolingOffAdmin, ProbingFindingAdmin
from moderation.admin.reviews import ReviewAdmin
from moderation.admin.scans import ScanAdmin

__all__ = ["BankedHashAdmin", "CoolingOffAdmin", "ProbingFindingAdmin", "ReviewAdmin", "ScanAdmin"]

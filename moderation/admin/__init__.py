from moderation.admin.banks import BankedHashAdmin, HashBankAdmin
from moderation.admin.reviews import ReviewAdmin
from moderation.admin.scans import ScanAdmin

__all__ = ["BankedHashAdmin", "HashBankAdmin", "ReviewAdmin", "ScanAdmin"]

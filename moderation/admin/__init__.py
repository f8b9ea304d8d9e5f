from moderation.admin.banks import BankedHashAdmin
from moderation.admin.reviews import ReviewAdmin
from moderation.admin.scans import ScanAdmin
from moderation.admin.terms import TermAdmin, TermBankAdmin

__all__ = ["BankedHashAdmin", "ReviewAdmin", "ScanAdmin", "TermAdmin", "TermBankAdmin"]

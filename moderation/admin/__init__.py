from moderation.admin.banks import BankedHashAdmin, HashBankAdmin
from moderation.admin.exchanges import ExchangeAdmin, OpinionAdmin
from moderation.admin.policies import PolicyActivationAdmin, PolicyVersionAdmin
from moderation.admin.probing import CoolingOffAdmin, ProbingFindingAdmin
from moderation.admin.reviews import ReviewAdmin
from moderation.admin.scans import ScanAdmin
from moderation.admin.terms import TermAdmin, TermBankAdmin

__all__ = [
    "BankedHashAdmin",
    "CoolingOffAdmin",
    "ExchangeAdmin",
    "HashBankAdmin",
    "OpinionAdmin",
    "PolicyActivationAdmin",
    "PolicyVersionAdmin",
    "ProbingFindingAdmin",
    "ReviewAdmin",
    "ScanAdmin",
    "TermAdmin",
    "TermBankAdmin",
]

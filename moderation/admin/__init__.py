from moderation.admin.banks import BankedHashAdmin, HashBankAdmin
from moderation.admin.exchanges import ExchangeAdmin, OpinionAdmin
from moderation.admin.policies import PolicyActivationAdmin, PolicyVersionAdmin
from moderation.admin.reviews import ReviewAdmin
from moderation.admin.scans import ScanAdmin

__all__ = [
    "BankedHashAdmin",
    "ExchangeAdmin",
    "HashBankAdmin",
    "OpinionAdmin",
    "PolicyActivationAdmin",
    "PolicyVersionAdmin",
    "ReviewAdmin",
    "ScanAdmin",
]

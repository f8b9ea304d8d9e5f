from moderation.admin.banks import BankedHashAdmin
from moderation.admin.policies import PolicyActivationAdmin, PolicyVersionAdmin
from moderation.admin.reviews import ReviewAdmin
from moderation.admin.scans import ScanAdmin

__all__ = [
    "BankedHashAdmin",
    "PolicyActivationAdmin",
    "PolicyVersionAdmin",
    "ReviewAdmin",
    "ScanAdmin",
]

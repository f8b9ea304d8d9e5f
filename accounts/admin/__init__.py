from accounts.admin.people import PersonAdmin
from accounts.admin.relations import BlockAdmin, FollowAdmin

__all__ = ["BlockAdmin", "FollowAdmin", "PersonAdmin"]

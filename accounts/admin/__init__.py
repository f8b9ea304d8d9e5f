from django.contrib import admin

from accounts.admin.login import StaffLoginForm
from accounts.admin.people import PersonAdmin
from accounts.admin.relations import BlockAdmin, FollowAdmin

__all__ = ["BlockAdmin", "FollowAdmin", "PersonAdmin"]

admin.site.login_form = StaffLoginForm

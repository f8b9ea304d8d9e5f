from django.contrib import admin

from accounts.admin.login import StaffLoginForm, may_enter
from accounts.admin.people import PersonAdmin
from accounts.admin.protection import HeldDecisionAdmin

# Who follows and who blocks whom has no page of its own: it is nobody's business without a case.
__all__ = ["HeldDecisionAdmin", "PersonAdmin"]

admin.site.login_form = StaffLoginForm
admin.site.has_permission = may_enter  # type: ignore[method-assign]

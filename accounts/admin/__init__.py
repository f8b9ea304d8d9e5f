from django.contrib import admin

from accounts.admin.age_appeals import AgeAppealAdmin
from accounts.admin.exports import ExportAdmin
from accounts.admin.login import StaffLoginForm, may_enter
from accounts.admin.people import PersonAdmin
from accounts.admin.protection import HeldDecisionAdmin
from accounts.admin.terms import TermsVersionAdmin

# Who follows and who blocks whom has no page of its own: it is nobody's business without a case.
__all__ = ["AgeAppealAdmin", "ExportAdmin", "HeldDecisionAdmin", "PersonAdmin", "TermsVersionAdmin"]

admin.site.login_form = StaffLoginForm
admin.site.has_permission = may_enter  # type: ignore[method-assign]

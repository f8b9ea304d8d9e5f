from django.contrib import admin

from accounts.admin import passkeys
from accounts.admin.age_appeals import AgeAppealAdmin
from accounts.admin.exports import ExportAdmin
from accounts.admin.login import StaffLoginForm, may_enter
from accounts.admin.people import PersonAdmin
from accounts.admin.protection import HeldDecisionAdmin
from accounts.admin.sections.own import add_own
from accounts.admin.stores import StoreNotificationAdmin
from accounts.admin.terms import TermsVersionAdmin

# Who follows and who blocks whom has no page of its own: it is nobody's business without a case.
__all__ = [
    "AgeAppealAdmin",
    "ExportAdmin",
    "HeldDecisionAdmin",
    "PersonAdmin",
    "StoreNotificationAdmin",
    "TermsVersionAdmin",
]

add_own()
admin.site.login_form = StaffLoginForm
admin.site.login_template = "accounts/admin/login.html"
admin.site.login = passkeys.no_scripts_inside(admin.site.login)  # type: ignore[method-assign]
admin.site.extra_urls = passkeys.urls
admin.site.has_permission = may_enter  # type: ignore[method-assign]

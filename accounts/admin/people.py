from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.admin.age import AgeView
from accounts.admin.impersonation import HeldNameView, ImpersonationView, LookAlikesView
from accounts.admin.inviting import InvitingView
from accounts.admin.protection import ProtectionView
from accounts.admin.sign_out import SignOutView
from accounts.admin.standing import StandingView
from accounts.models import StandingTransition, User
from accounts.selectors import signal_log
from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin


@admin.register(User)
class PersonAdmin(DetailedAdmin, RecordedAdmin):
    """People, without what staff need not know: no password, no date of birth, no e-mail."""

    list_display: ClassVar[tuple[str, ...]] = ("public_id", "handle", "state", "is_staff", "joined")
    list_filter = ("state", "is_staff")
    search_fields = ("=handle", "=email")
    search_help_text = "A whole handle or a whole e-mail address"
    ordering = ("-id",)
    show_full_result_count = False
    change_form_template = "accounts/admin/person.html"
    fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "handle",
        "display_name",
        "bio",
        "age_band",
        "assured_by",
        "assured_at",
        "adult_from",
        "proof_due_at",
        "consent_rescinded_at",
        "state",
        "is_protected",
        "is_staff",
        "created_at",
        "joined_at",
        "deleted_at",
    )
    readonly_fields = fields

    @admin.display(description="joined", ordering="joined_at")
    def joined(self, person: User) -> Any:
        """When the address was confirmed."""
        return person.joined_at

    def get_urls(self) -> list[URLPattern]:
        standing = self.admin_site.admin_view(StandingView.as_view(model_admin=self))
        age = self.admin_site.admin_view(AgeView.as_view(model_admin=self))
        sign_out = self.admin_site.admin_view(SignOutView.as_view(model_admin=self))
        inviting = self.admin_site.admin_view(InvitingView.as_view(model_admin=self))
        protection = self.admin_site.admin_view(ProtectionView.as_view(model_admin=self))
        passing = self.admin_site.admin_view(ImpersonationView.as_view(model_admin=self))
        name = self.admin_site.admin_view(HeldNameView.as_view(model_admin=self))
        alike = self.admin_site.admin_view(LookAlikesView.as_view(model_admin=self))
        own = [
            path("look-alikes/", alike, name="accounts_look_alikes"),
            path("<path:person_id>/impersonation/", passing, name="accounts_person_impersonation"),
            path("<path:person_id>/name/", name, name="accounts_person_name"),
            path("<path:person_id>/protection/", protection, name="accounts_person_protection"),
            path("<path:person_id>/invites/", inviting, name="accounts_person_inviting"),
            path("<path:person_id>/sign-out/", sign_out, name="accounts_person_sign_out"),
            path("<path:person_id>/standing/", standing, name="accounts_person_standing"),
            path("<path:person_id>/age/", age, name="accounts_person_age"),
        ]
        return [*own, *super().get_urls()]

    def details(self, request: HttpRequest, row: User) -> dict[str, Any]:
        """The history of how they stood, and all that was said of their age."""
        rows = StandingTransition.objects.filter(subject_id=row.pk)
        return {"history": rows.order_by("-at"), "signals": signal_log(row)}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Django's own history would be empty: services write ours."""
        return self.change_view(request, object_id)

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from accounts.admin.age import AgeView
from accounts.admin.impersonation import HeldNameView, ImpersonationView, LookAlikesView
from accounts.admin.inviting import InvitingView
from accounts.admin.laws import LawsView
from accounts.admin.looks import LooksView
from accounts.admin.protection import ProtectionView
from accounts.admin.region import RegionView
from accounts.admin.sections import sections_for
from accounts.admin.sign_out import SignOutView
from accounts.admin.standing import StandingView
from accounts.admin.timeline_view import TimelineView
from accounts.api.access import viewer_of
from accounts.models import Right, User
from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin

# What staff decide about a person: last part of the address, label, view.
ACTIONS = (
    ("standing", "Change standing", StandingView),
    ("sign-out", "End sessions", SignOutView),
    ("age", "Age", AgeView),
    ("invites", "Inviting", InvitingView),
    ("region", "Region", RegionView),
    ("protection", "Protection", ProtectionView),
    ("impersonation", "Impersonation", ImpersonationView),
    ("name", "Held name", HeldNameView),
)
OF_AGE = ("assured_by", "assured_at", "adult_from", "proof_due_at", "consent_rescinded_at")


@admin.register(User)
class PersonAdmin(DetailedAdmin, RecordedAdmin):
    """People, without what staff need not know: no password, no date of birth, no e-mail."""

    list_display: ClassVar[tuple[str, ...]] = ("public_id", "handle", "state", "is_staff", "joined")
    list_filter = ("state", "is_staff", "is_protected")
    search_fields = ("=handle", "=email")
    search_help_text = "A whole handle or a whole e-mail address"
    ordering = ("-id",)
    show_full_result_count = False
    change_form_template = "accounts/admin/person.html"
    change_list_template = "accounts/admin/people.html"
    fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "handle",
        "display_name",
        "bio",
        "age_band",
        *OF_AGE,
        "state",
        "is_protected",
        "may_invite",
        "keeps_private",
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

    @admin.display(description="private", boolean=True)
    def keeps_private(self, person: User) -> bool:
        """Whether only followers see what they post."""
        return person.keeps_private

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """How an age came to hold is not for every role."""
        if viewer_of(request).has_perm(Right.SEE_AGE):
            return self.fields
        return tuple(name for name in self.fields if name not in OF_AGE)

    def get_urls(self) -> list[URLPattern]:
        def own(tail: str, view: Any) -> URLPattern:
            shown = self.admin_site.admin_view(view.as_view(model_admin=self))
            pattern: URLPattern = path(f"<path:person_id>/{tail}/", shown, name=_route(tail))
            return pattern

        laws = self.admin_site.admin_view(LawsView.as_view(model_admin=self))
        looks = self.admin_site.admin_view(LooksView.as_view(model_admin=self))
        alike = self.admin_site.admin_view(LookAlikesView.as_view(model_admin=self))
        return [
            path("look-alikes/", alike, name="accounts_look_alikes"),
            path("looks/", looks, name="accounts_looks"),
            path("laws/", laws, name="accounts_laws"),
            *(own(tail, view) for tail, _label, view in ACTIONS),
            own("timeline", TimelineView),
            *super().get_urls(),
        ]

    def details(self, request: HttpRequest, row: User) -> dict[str, Any]:
        """What this role sees of the person, and what it may decide."""
        viewer = viewer_of(request)
        return {
            "sections": [(one, one.read(row, viewer)) for one in sections_for(viewer)],
            "person_actions": [
                (label, reverse(f"admin:{_route(tail)}", args=[row.public_id]))
                for tail, label, view in ACTIONS
                if viewer.has_perm(view.right)
            ],
            "sees_timeline": viewer.has_perm(Right.SEE_TIMELINE),
        }

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Django's own history would be empty: services write ours."""
        return self.change_view(request, object_id)


def _route(tail: str) -> str:
    return f"accounts_person_{tail.replace('-', '_')}"

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.person_form import PersonFormView
from accounts.api.access import viewer_of
from accounts.models import HeldDecision, HeldDecisionTransition, HeldVerb, Right
from accounts.services.second_approval import ProtectionReason, approve, drop, protect
from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin
from lib.admin_forms import ServiceFormView
from lib.selecting import with_public_id


class ProtectionForm(forms.Form):
    """Why."""

    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *ProtectionReason.choices],
        widget=UnfoldAdminSelectWidget,
    )


class ProtectionView(PersonFormView[ProtectionForm]):
    """Protect an account, or ask for the end of its protection."""

    form_class = ProtectionForm
    title = "Protection"
    right = Right.PROTECT

    def act(self, data: dict[str, Any]) -> str:
        reason = ProtectionReason(data["reason"])
        if self.person.is_protected:
            return self.hold(HeldVerb.UNPROTECT, reason=reason.value)
        protect(person=self.person, actor=self.staff(), reason=reason)
        return "The account is protected."


class ApprovalForm(forms.Form):
    """Whether it shall be done."""

    answer = forms.ChoiceField(
        choices=[("", "Choose"), ("approve", "Approve: do it now"), ("drop", "Drop it")],
        widget=UnfoldAdminSelectWidget,
    )


class ApprovalView(ServiceFormView[ApprovalForm]):
    """The second approver's page."""

    form_class = ApprovalForm
    title = "Second approval"
    template_name = "accounts/admin/approval.html"

    def open(self) -> None:
        if not self.request.user.has_perm(Right.SEE_DECISIONS):
            raise PermissionDenied
        row = with_public_id(HeldDecision.objects.select_related("person"), self.kwargs["held_id"])
        if row is None:
            raise Http404
        self.row = row

    def shown(self) -> dict[str, Any]:
        return {"decision": self.row}

    def act(self, data: dict[str, Any]) -> str:
        if data["answer"] == "approve":
            approve(decision=self.row, actor=viewer_of(self.request))
            return "Approved and done."
        drop(decision=self.row, actor=viewer_of(self.request))
        return "Dropped."

    def onward(self) -> str:
        return reverse("admin:accounts_helddecision_changelist")


@admin.register(HeldDecision)
class HeldDecisionAdmin(DetailedAdmin, RecordedAdmin):
    """Decisions about protected accounts, what waits first."""

    list_display = ("public_id", "person", "verb", "to", "state", "asked_at")
    list_filter = ("state", "verb")
    ordering = ("-state", "-asked_at")
    change_form_template = "accounts/admin/held_decision.html"
    fields = (
        *("public_id", "person", "verb", "came_from", "to", "reason", "state"),
        *("asked_by", "asked_at", "decided_by", "decided_at"),
    )
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(ApprovalView.as_view(model_admin=self))
        own = [path("<path:held_id>/approval/", view, name="accounts_held_approval")]
        return [*own, *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not for every role."""
        mine: bool = super().has_view_permission(request, obj)
        return mine and request.user.has_perm(Right.SEE_DECISIONS)

    def details(self, request: HttpRequest, row: HeldDecision) -> dict[str, Any]:
        rows = HeldDecisionTransition.objects.filter(subject_id=row.pk)
        return {"history": rows.order_by("-at")}

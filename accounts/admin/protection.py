from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.held_words import what, why
from accounts.admin.person_form import PersonFormView
from accounts.api.access import viewer_of
from accounts.models import OF_VERB, HeldDecision, HeldDecisionTransition, HeldVerb, Right
from accounts.services.second_approval import ProtectionReason, approve, drop, protect
from accounts.services.standing import standing_refusal
from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin
from lib.admin_forms import ServiceFormView
from lib.ids import IdKind, encode
from lib.selecting import with_public_id


class ProtectionForm(forms.Form):
    """Why it begins, or, of a protected account, why it ends."""

    reason = forms.ChoiceField(widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, ends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [one for one in ProtectionReason if (one == ProtectionReason.ENDED) == ends]
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a reason"),
            *((one.value, one.label) for one in reasons),
        ]


class ProtectionView(PersonFormView[ProtectionForm]):
    """Protect an account, or ask for the end of its protection."""

    form_class = ProtectionForm
    title = "Protection"
    right = Right.PROTECT
    told = (
        "What is decided about a protected account waits for a second member of staff, the end of "
        "the protection as well."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "ends": self.person.is_protected}

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
        asked_by, right = encode(IdKind.USER, self.row.asked_by), OF_VERB[HeldVerb(self.row.verb)]
        viewer = viewer_of(self.request)
        return {
            "refusal": standing_refusal(actor=viewer, person=self.row.person, right=right),
            "decision": self.row,
            "what": what(self.row),
            "why": why(self.row),
            "asked_by": asked_by,
        }

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
    """Decisions that take two, about protected accounts and bans; what waits first."""

    list_display = ("public_id", "person", "verb", "done", "state", "asked_at")
    list_filter = ("state", "verb")
    ordering = ("-state", "-asked_at")
    change_form_template = "accounts/admin/held_decision.html"
    fields = (
        *("public_id", "person", "verb", "done", "reasoned", "state"),
        *("asker", "asked_at", "decider", "decided_at"),
    )
    readonly_fields = fields

    @admin.display(description="to what")
    def done(self, row: HeldDecision) -> str:
        """In words."""
        return what(row) or "-"

    @admin.display(description="reason")
    def reasoned(self, row: HeldDecision) -> str:
        """In words."""
        return why(row) or "-"

    @admin.display(description="asked by")
    def asker(self, row: HeldDecision) -> str:
        """Their public id."""
        return encode(IdKind.USER, row.asked_by)

    @admin.display(description="decided by")
    def decider(self, row: HeldDecision) -> str:
        """Their public id."""
        return encode(IdKind.USER, row.decided_by) if row.decided_by else ""

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

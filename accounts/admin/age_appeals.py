from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from accounts.admin.sections.shown import when
from accounts.api.access import viewer_of
from accounts.models import AgeAppeal, AgeAppealState, AgeAppealTransition, Right
from accounts.models.age_appeals import WAITING
from accounts.services import age_appeals
from accounts.services.age_appeals import AppealFinding
from accounts.services.age_findings import DECIDE
from audit.acting_admin import ActingAdmin
from lib.admin import DetailedAdmin
from lib.admin_forms import ServiceFormView
from lib.selecting import with_public_id

_OVER_LAST = Case(When(state__in=sorted(WAITING), then=0), default=1).asc()


class AgeDecisionForm(forms.Form):
    """What was seen. There is no field for a document, and none for notes about one."""

    finding = forms.ChoiceField(
        choices=[("", "Choose what you saw"), *AppealFinding.choices],
        widget=UnfoldAdminSelectWidget,
    )
    adult_from = forms.DateField(
        required=False,
        label="18th birthday, if a document of somebody under 18 said it",
        widget=UnfoldAdminDateWidget,
    )


class AgeAppealView(ServiceFormView[AgeDecisionForm]):
    """Decide the appeal that one took."""

    template_name = "accounts/admin/age_appeal_decide.html"
    form_class = AgeDecisionForm
    title = "Decide about an age"

    def open(self) -> None:
        appeal = with_public_id(AgeAppeal.objects.all(), self.kwargs["appeal_id"])
        if appeal is None:
            raise Http404
        if not self.request.user.has_perm(DECIDE):
            raise PermissionDenied
        self.appeal = appeal

    def shown(self) -> dict[str, Any]:
        mine = self.appeal.claimed_by_id == viewer_of(self.request).pk
        is_open = self.appeal.state == AgeAppealState.CLAIMED and mine
        is_over = self.appeal.state not in WAITING
        return {
            "appeal": self.appeal, "person": self.appeal.person, "is_open": is_open,
            "is_over": is_over,
        }  # fmt: skip

    def act(self, data: dict[str, Any]) -> str:
        finding = AppealFinding(data["finding"])
        age_appeals.decide(
            appeal=self.appeal,
            by=viewer_of(self.request),
            finding=finding,
            adult_from=data["adult_from"],
        )
        return f"Decided: {finding.label}."

    def onward(self) -> str:
        return reverse("admin:accounts_ageappeal_changelist")


@admin.register(AgeAppeal)
class AgeAppealAdmin(DetailedAdmin, ActingAdmin):
    """Who asks for a look at a proof of age: what waits before what is over, and whose account ends
    first before others."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "whose", "held_band", "state", "finding", "opened_at", "deleted_on"),
    )
    list_filter = ("state", "held_band")
    ordering = (_OVER_LAST, "person__proof_due_at", "opened_at")
    list_select_related = ("person",)
    show_full_result_count = False
    actions = ("take", "give_back")
    change_form_template = "accounts/admin/age_appeal.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "whose", "held_band", "state", "finding"),
        *("opened_at", "decided_at", "deleted_on"),
    )
    readonly_fields = fields

    @admin.display(description="person")
    def whose(self, appeal: AgeAppeal) -> str:
        """The typed id."""
        return appeal.person.public_id

    @admin.display(description="account ends", ordering="person__proof_due_at")
    def deleted_on(self, appeal: AgeAppeal) -> str:
        """When the account is deleted without a proof."""
        return when(appeal.person.proof_due_at)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not for every role."""
        mine: bool = super().has_view_permission(request, obj)
        return mine and request.user.has_perm(Right.SEE_AGE)

    @admin.action(description="Take")
    def take(self, request: HttpRequest, rows: Any) -> None:
        """So that two do not call the same person."""
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda one: age_appeals.claim(appeal=one, by=by))

    @admin.action(description="Give back")
    def give_back(self, request: HttpRequest, rows: Any) -> None:
        """Back into the queue."""
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda one: age_appeals.release(appeal=one, by=by))

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(AgeAppealView.as_view(model_admin=self))
        own = path("<path:appeal_id>/decide/", decide, name="accounts_ageappeal_decide")
        return [own, *super().get_urls()]

    def details(self, request: HttpRequest, row: AgeAppeal) -> dict[str, Any]:
        """Who took it, and when."""
        rows = AgeAppealTransition.objects.filter(subject_id=row.pk)
        return {"history": rows.order_by("-at"), "waits": row.state in WAITING}

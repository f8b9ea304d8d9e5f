"""Cases of teens who called for help, and alerts to guardians."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.api.access import viewer_of
from accounts.models import User
from audit.acting_admin import ActingAdmin
from audit.recorded_admin import RecordedAdmin
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, encode
from lib.selecting import with_public_id
from parental.actions import HANDLE_CASE
from parental.models import AlertException, SafetyAlert, SafetyCase
from parental.services import alerting, safety
from parental.states import AlertCode, CaseOutcome, CaseState, ExceptionCode

NOBODY = "Nobody has this id."


class _PeopleColumns:
    """The two people of a row, by their public ids."""

    @admin.display(description="teen")
    def teen(self, row: Any) -> str:
        """Their public id."""
        return _person(row.teen_id)

    @admin.display(description="guardian")
    def guardian(self, row: Any) -> str:
        """Their public id."""
        return _person(row.guardian_id)


@admin.register(SafetyCase)
class SafetyCaseAdmin(_PeopleColumns, ActingAdmin):
    """Open ones first, fear before strangers, the oldest first."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "said", "state", "teen", "guardian", "taken", "opened_at", "closed_at"),
    )
    list_filter = ("state", "said")
    show_full_result_count = False
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "said", "state", "teen", "guardian", "taken"),
        *("outcome", "opened_at", "closed_at"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = [
        *("take_chosen", "give_back_chosen", "close_no_concern", "close_supported"),
        *("close_sanctioned", "close_referred"),
    ]

    @admin.display(description="taken by")
    def taken(self, row: SafetyCase) -> str:
        """Their public id."""
        return _person(row.taken_by)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SafetyCase]:
        """In the order in which they are to be taken."""
        order = [CaseState.OPEN, CaseState.TAKEN, CaseState.CLOSED]
        places = [When(state=state, then=Value(n)) for n, state in enumerate(order)]
        rows: QuerySet[SafetyCase] = super().get_queryset(request)
        rows = rows.annotate(turn=Case(*places, output_field=IntegerField()))
        return rows.order_by("turn", "said", "opened_at")

    @admin.action(description="Take", permissions=["handle"])
    def take_chosen(self, request: HttpRequest, rows: QuerySet[SafetyCase]) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: safety.take(case=row, by=by))

    @admin.action(description="Give back", permissions=["handle"])
    def give_back_chosen(self, request: HttpRequest, rows: QuerySet[SafetyCase]) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: safety.give_back(case=row, by=by))

    @admin.action(description="Close: no concern remains", permissions=["handle"])
    def close_no_concern(self, request: HttpRequest, rows: QuerySet[SafetyCase]) -> None:
        self._close(request, rows, CaseOutcome.NO_CONCERN)

    @admin.action(description="Close: the teen was given help", permissions=["handle"])
    def close_supported(self, request: HttpRequest, rows: QuerySet[SafetyCase]) -> None:
        self._close(request, rows, CaseOutcome.TEEN_SUPPORTED)

    @admin.action(description="Close: the guardian was sanctioned", permissions=["handle"])
    def close_sanctioned(self, request: HttpRequest, rows: QuerySet[SafetyCase]) -> None:
        self._close(request, rows, CaseOutcome.GUARDIAN_SANCTIONED)

    @admin.action(description="Close: referred to the authorities", permissions=["handle"])
    def close_referred(self, request: HttpRequest, rows: QuerySet[SafetyCase]) -> None:
        self._close(request, rows, CaseOutcome.REFERRED)

    def _close(
        self, request: HttpRequest, rows: QuerySet[SafetyCase], outcome: CaseOutcome
    ) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: safety.close(case=row, by=by, outcome=outcome))

    def has_handle_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(HANDLE_CASE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who is afraid of whom is not for all staff."""
        return bool(super().has_view_permission(request, obj)) and self.has_handle_permission(
            request
        )


class AlertForm(forms.Form):
    """Codes and ids alone."""

    teen = forms.CharField(label="Public id of the teen (usr_…)", widget=UnfoldAdminTextInputWidget)
    code = forms.ChoiceField(
        choices=[("", "Choose one"), *AlertCode.choices],
        label="What guardians are told",
        widget=UnfoldAdminSelectWidget,
    )
    case = forms.RegexField(
        regex=r"\A[a-z]{3,8}_[0-7][0-9a-hjkmnp-tv-z]{25}\Z",
        required=False,
        label="Public id of the case, if there is one",
        widget=UnfoldAdminTextInputWidget,
    )
    looked = forms.BooleanField(
        label="I looked at it myself, and telling the guardians will not put the teen at risk"
    )


class _PeopleFormView(ServiceFormView[Any]):
    template_name = "parental/admin/form.html"

    def open(self) -> None:
        """Raises PermissionDenied."""
        if not self.request.user.has_perm(alerting.PROPOSE):
            raise PermissionDenied

    def field_of(self, error: DomainError) -> str | None:
        """Of the person who is not there."""
        return error.attr

    def person(self, data: dict[str, Any], field: str) -> User:
        """Who is named. Raises DomainError."""
        found = with_public_id(User.objects.filter(deleted_at=None), data[field])
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND, NOBODY, attr=field)
        return found


class AlertView(_PeopleFormView):
    """Proposes an alert; another person confirms it."""

    form_class = AlertForm
    title = "Propose to alert guardians"

    def act(self, data: dict[str, Any]) -> str:
        """Raises DomainError."""
        made = alerting.propose(
            teen=self.person(data, "teen"),
            code=AlertCode(data["code"]),
            by=viewer_of(self.request),
            case=data["case"],
        )
        return f"{made.public_id} proposed; another person looks at it."

    def onward(self) -> str:
        """Back to the list."""
        return reverse("admin:parental_safetyalert_changelist")


@admin.register(SafetyAlert)
class SafetyAlertAdmin(_PeopleColumns, ActingAdmin):
    """What is proposed, sent and withheld."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "teen", "code", "state", "told", "proposer", "decider", "proposed_at"),
    )
    list_filter = ("state", "code")
    ordering = ("-proposed_at", "-id")
    show_full_result_count = False
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "teen", "code", "case", "state", "told", "would_tell"),
        *("proposer", "decider", "proposed_at", "decided_at"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = ["confirm_chosen", "decline_chosen"]

    @admin.display(description="proposed by")
    def proposer(self, row: SafetyAlert) -> str:
        """Their public id."""
        return _person(row.proposed_by)

    @admin.display(description="decided by")
    def decider(self, row: SafetyAlert) -> str:
        """Their public id."""
        return _person(row.decided_by)

    @admin.display(description="guardians who would be told now")
    def would_tell(self, row: SafetyAlert) -> str:
        """Links, after all exceptions."""
        return ", ".join(link.public_id for link in alerting.recipients_of(row)) or "nobody"

    def get_urls(self) -> list[URLPattern]:
        add = self.admin_site.admin_view(AlertView.as_view(model_admin=self))
        return [path("add/", add, name="parental_safetyalert_add"), *super().get_urls()]

    @admin.action(description="Confirm: I looked too", permissions=["confirm"])
    def confirm_chosen(self, request: HttpRequest, rows: QuerySet[SafetyAlert]) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: alerting.confirm(alert=row, by=by))

    @admin.action(description="Decline: nobody is told", permissions=["confirm"])
    def decline_chosen(self, request: HttpRequest, rows: QuerySet[SafetyAlert]) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: alerting.decline(alert=row, by=by))

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(alerting.CONFIRM)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(alerting.PROPOSE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who is in danger is not for all staff."""
        mine = (alerting.PROPOSE, alerting.CONFIRM)
        return bool(super().has_view_permission(request, obj)) and any(
            map(request.user.has_perm, mine)
        )


class ExceptionForm(forms.Form):
    """Codes and ids alone."""

    teen = forms.CharField(label="Public id of the teen (usr_…)", widget=UnfoldAdminTextInputWidget)
    guardian = forms.CharField(
        label="Public id of the guardian (usr_…)", widget=UnfoldAdminTextInputWidget
    )
    code = forms.ChoiceField(
        choices=[("", "Choose one"), *ExceptionCode.choices], widget=UnfoldAdminSelectWidget
    )


class ExceptionView(_PeopleFormView):
    """Puts a guardian on the list."""

    form_class = ExceptionForm
    title = "Tell this guardian of no alerts"

    def act(self, data: dict[str, Any]) -> str:
        """Raises DomainError."""
        alerting.except_guardian(
            teen=self.person(data, "teen"),
            guardian=self.person(data, "guardian"),
            code=ExceptionCode(data["code"]),
            by=viewer_of(self.request),
        )
        return "This guardian is told of no alerts about this teen."

    def onward(self) -> str:
        """Back to the list."""
        return reverse("admin:parental_alertexception_changelist")


@admin.register(AlertException)
class AlertExceptionAdmin(_PeopleColumns, RecordedAdmin):
    """Which guardians hear of no alerts."""

    list_display: ClassVar[tuple[str, ...]] = ("teen", "guardian", "code", "at")
    ordering = ("-at",)
    fields: ClassVar[tuple[str, ...]] = ("teen", "guardian", "code", "at")
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        add = self.admin_site.admin_view(ExceptionView.as_view(model_admin=self))
        return [path("add/", add, name="parental_alertexception_add"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(alerting.PROPOSE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who is afraid of whom is not for all staff."""
        return bool(super().has_view_permission(request, obj)) and self.has_add_permission(request)


def _person(key: UUID | None) -> str:
    return encode(IdKind.USER, key) if key else ""

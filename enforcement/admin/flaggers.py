"""Trusted flaggers: who is one, how often they were right, and who becomes one."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.api.access import viewer_of
from accounts.selectors import account_called
from audit.acting_admin import ActingAdmin
from enforcement.admin import naming
from enforcement.admin.lists import PeopleListAdmin
from enforcement.models import Reporter, TrustedFlagger
from enforcement.policies import APPOINT_FLAGGER, MANAGE_REPORTERS
from enforcement.services.reporters import appoint_flagger, end_flagger
from lib.admin import is_staff
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError, ErrorCode

LONGEST_NAME = 40  # a public id has 30 characters, a handle 20


class AppointForm(forms.Form):
    """Whom."""

    account = forms.CharField(
        max_length=LONGEST_NAME,
        label="Handle, or public id (usr_…)",
        widget=UnfoldAdminTextInputWidget,
    )

    def clean_account(self) -> str:
        """Handles are often written with an @."""
        text: str = self.cleaned_data["account"]
        return text.removeprefix("@")


class AppointView(ServiceFormView[AppointForm]):
    """Any account that stands, whether it ever reported anything or not."""

    form_class = AppointForm
    template_name = "enforcement/admin/flagger_form.html"
    title = "Appoint a trusted flagger"

    def open(self) -> None:
        """Raises PermissionDenied for whoever may only look."""
        if not self.request.user.has_perm(APPOINT_FLAGGER):
            raise PermissionDenied

    def act(self, data: dict[str, Any]) -> str:
        """Raises DomainError, also for whoever is one already."""
        person = account_called(data["account"])
        if not appoint_flagger(person=person, by=viewer_of(self.request)):
            detail = "This account is a trusted flagger already."
            raise DomainError(ErrorCode.ALREADY_FINISHED, detail)
        return f"{person.handle} is a trusted flagger now."

    def field_of(self, error: DomainError) -> str | None:
        """There is no other."""
        return "account"

    def onward(self) -> str:
        """Back to the list."""
        return reverse("admin:enforcement_trustedflagger_changelist")


@admin.register(TrustedFlagger)
class TrustedFlaggerAdmin(PeopleListAdmin, ActingAdmin):
    """Which accounts speak as trusted flaggers, and how often they were right (E6)."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("flagger", "since", "appointer", "ended_at", "answered", "right", "accuracy"),
    )
    fields = list_display
    readonly_fields = list_display
    ordering = ("-since",)
    actions: ClassVar[list[str]] = ["end"]
    change_list_template = "enforcement/admin/flaggers.html"
    show_full_result_count = False

    @admin.display(description="account")
    def flagger(self, row: TrustedFlagger) -> str:
        """Its handle."""
        return naming.called(row, row.person_id)

    @admin.display(description="appointed by")
    def appointer(self, row: TrustedFlagger) -> str:
        """Their handle."""
        return naming.called(row, row.appointed_by)

    def people_in(self, row: TrustedFlagger) -> Iterable[UUID | None]:
        """Of each row two."""
        return (row.person_id, row.appointed_by)

    @admin.display(description="reports answered")
    def answered(self, row: Any) -> int:
        """In all the time of the account; what was found is told of each once."""
        return (row.right_of_it or 0) + (row.wrong_of_it or 0)

    @admin.display(description="found right")
    def right(self, row: Any) -> int:
        """Of these."""
        return row.right_of_it or 0

    @admin.display(description="accuracy")
    def accuracy(self, row: Any) -> str:
        """The share that was found right."""
        total = self.answered(row)
        return f"{self.right(row) / total:.0%}" if total else "-"

    @admin.action(description="End it", permissions=["appoint"])
    def end(self, request: HttpRequest, queryset: QuerySet[TrustedFlagger]) -> None:
        """Their reports go first no more."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda row: end_flagger(row=row, by=by))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(AppointView.as_view(model_admin=self))
        return [path("appoint/", view, name="enforcement_flagger_appoint"), *super().get_urls()]

    def has_appoint_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm(APPOINT_FLAGGER)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever looks after reporters, or appoints flaggers."""
        user = request.user
        return is_staff(request) and (
            user.has_perm(MANAGE_REPORTERS) or user.has_perm(APPOINT_FLAGGER)
        )

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrustedFlagger]:
        """With what was counted of each."""
        known = Reporter.objects.filter(pk=OuterRef("person_id"))
        rows: QuerySet[TrustedFlagger] = super().get_queryset(request)
        return rows.annotate(
            right_of_it=Subquery(known.values("agreed_total")[:1]),
            wrong_of_it=Subquery(known.values("disagreed_total")[:1]),
        )

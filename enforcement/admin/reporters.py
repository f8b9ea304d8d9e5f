"""What is known of reporters, with an account or without one."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin, why
from enforcement.admin import naming
from enforcement.admin.lists import PeopleListAdmin
from enforcement.limits import REPORTER_MUTED
from enforcement.models import Contact, Reporter
from enforcement.policies import MANAGE_REPORTERS
from enforcement.services.contacts import mute_contact, unmute_contact
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.trust import trust_of
from lib.admin import is_staff


@admin.register(Reporter)
class ReporterAdmin(PeopleListAdmin):
    """How often what somebody reported was found right."""

    list_display = ("person", "trust", "agreed_total", "disagreed_total", "muted_until")
    fields = list_display
    readonly_fields = list_display
    list_filter = ("muted_until",)
    ordering = ("-disagreed_total",)
    show_full_result_count = False

    @admin.display(description="person")
    def person(self, row: Reporter) -> str:
        """Their handle."""
        return naming.called(row, row.person_id)

    def people_in(self, row: Reporter) -> Iterable[UUID | None]:
        """Of each row one."""
        return (row.person_id,)

    @admin.display(description="trust")
    def trust(self, row: Reporter) -> str:
        """0 to 1, decayed to now."""
        return f"{trust_of(row).share:.2f}"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of reports."""
        return is_staff(request) and request.user.has_perm(MANAGE_REPORTERS)

    has_module_permission = has_view_permission


@admin.register(Contact)
class ContactAdmin(ActingAdmin):
    """The same of people without an account, as far as something was found of what they reported;
    nothing of who they are."""

    list_display = ("number", "trust", "agreed_total", "disagreed_total", "muted_until")
    list_filter = ("muted_until",)
    fields = ("number", "agreed_total", "disagreed_total", "muted_until", "confirmed_at")
    readonly_fields = fields
    ordering = ("-disagreed_total", "id")
    actions: ClassVar[list[str]] = ["mute", "unmute", "set_all_aside"]
    show_full_result_count = False

    @admin.display(description="number", ordering="id")
    def number(self, row: Contact) -> str:
        """By which their reports name them."""
        return naming.number(row.pk)

    @admin.display(description="trust")
    def trust(self, row: Contact) -> str:
        """0 to 1, decayed to now."""
        return f"{trust_of(row).share:.2f}"

    @admin.action(description="Pause them for 7 days", permissions=["view"])
    def mute(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:
        """What they report has no effect meanwhile; a letter tells them so."""
        by = viewer_of(request)
        self.act_on_each(
            request, queryset, lambda row: mute_contact(contact=row, by=by, span=REPORTER_MUTED)
        )

    @admin.action(description="Let them have effect again", permissions=["view"])
    def unmute(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:
        """From now on."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda row: unmute_contact(contact=row, by=by))

    @admin.action(description="Set aside all their unanswered reports", permissions=["view"])
    def set_all_aside(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:
        """But those about child safety, and about whoever does it."""
        by, reason = viewer_of(request), why(request) or "set aside"
        self.act_on_each(
            request, queryset, lambda row: set_aside_all_of(person=row, by=by, why=reason)
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of reports."""
        return is_staff(request) and request.user.has_perm(MANAGE_REPORTERS)

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        """Address and name are not even read."""
        rows: QuerySet[Contact] = super().get_queryset(request)
        return rows.defer("address", "name")

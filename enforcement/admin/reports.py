"""Reports for whoever looks after reporters: who said what of what, never the words."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.api.access import viewer_of
from accounts.models import User
from audit.acting_admin import ActingAdmin, why
from enforcement.admin import naming
from enforcement.admin.lists import LongListAdmin, PeopleListAdmin
from enforcement.admin.once import once_a_row
from enforcement.limits import REPORTER_MUTED
from enforcement.models import Contact, Report
from enforcement.policies import CHILD_SAFETY, MANAGE_REPORTERS
from enforcement.services.contacts import mute_contact, unmute_contact
from enforcement.services.reporters import mute_reporter, unmute_reporter
from enforcement.services.restoring import restore
from enforcement.services.setting_aside import set_aside_all_of
from lib.admin import is_staff
from lib.errors import NotFound


@admin.register(Report)
class ReportAdmin(PeopleListAdmin, LongListAdmin, ActingAdmin):
    """What was reported by whom, and what became of it."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("short_id", "reporter", "about", "reason", "state", "outcome", "counts"),
        *("marks", "created_at"),
    )
    list_filter = ("state", "reason", "outcome", "trusted", "verified", "counts", "gone")
    ordering = ("-created_at", "-id")
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "reporter", "thing", "whose", "of_case", "reason", "state", "outcome"),
        *("counts", "about_me", "verified", "trusted", "gone", "created_at", "answered_at"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = [
        *("mute_reporters", "unmute_reporters", "set_all_aside", "restore_chosen")
    ]

    @admin.display(description="id", ordering="id")
    def short_id(self, report: Report) -> str:
        """Its end."""
        return naming.short(report.public_id)

    @admin.display(description="reporter")
    @once_a_row
    def reporter(self, report: Report) -> str:
        """The account; of a contact a number by which its reports are known for one voice, never
        the address."""
        if report.contact_id is not None:
            return format_html("no account {}", naming.number(report.contact_id))
        return naming.called(report, report.reporter_id) if report.reporter_id else "-"

    @admin.display(description="about", ordering="subject_kind")
    def about(self, report: Report) -> str:
        """What kind of thing, and whose."""
        return naming.about(report)

    @admin.display(description="besides")
    def marks(self, report: Report) -> str:
        """Why it weighs more than another."""
        said = ["trusted flagger"] if report.trusted else []
        said += ["in it by our records"] if report.verified else []
        return "; ".join(said) or "-"

    @admin.display(description="about")
    def thing(self, report: Report) -> str:
        """Its public id, which leads to its page."""
        return naming.thing(report)

    @admin.display(description="whose it is")
    @once_a_row
    def whose(self, report: Report) -> str:
        """Its owner."""
        return naming.person(report.owner_id)

    @admin.display(description="case")
    def of_case(self, report: Report) -> str:
        """Which it joined."""
        if report.case is None:
            return "-"
        page = reverse("admin:enforcement_case_change", args=[report.case.pk])
        return naming.linked(report.case.public_id, page)

    def people_in(self, row: Report) -> Iterable[UUID | None]:
        """Who said it, and of whom."""
        return row.reporter_id, row.owner_id

    @admin.action(description="Pause their reporters for 7 days", permissions=["view"])
    def mute_reporters(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """What they report has no effect meanwhile; they are told so."""
        by = viewer_of(request)
        self.act_on_each(
            request,
            queryset,
            lambda one: _mute(_reporter_of(one), by),
        )

    @admin.action(description="Let their reporters have effect again", permissions=["view"])
    def unmute_reporters(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """From now on."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda one: _unmute(_reporter_of(one), by))

    @admin.action(
        description="Set aside all unanswered reports of their reporters", permissions=["view"]
    )
    def set_all_aside(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """But those about child safety, about themselves, and about whoever does it."""
        by, reason = viewer_of(request), why(request) or "set aside"
        self.act_on_each(
            request,
            queryset,
            lambda one: set_aside_all_of(person=_reporter_of(one), by=by, why=reason),
        )

    @admin.action(description="Let the chosen reports count again", permissions=["view"])
    def restore_chosen(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Of what was set aside."""
        by, reason = viewer_of(request), why(request) or "restored"
        self.act_on_each(request, queryset, lambda one: restore(report=one, by=by, why=reason))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever looks after reporters: nobody else of the staff learns who reported."""
        return is_staff(request) and request.user.has_perm(MANAGE_REPORTERS)

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Words are not even read; of oneself nobody sees who reported; child safety is apart."""
        viewer = viewer_of(request)
        reports: QuerySet[Report] = super().get_queryset(request)
        reports = reports.defer("text").exclude(owner_id=viewer.pk)
        return reports if viewer.has_perm(CHILD_SAFETY) else reports.filter(diverted=False)


def _mute(who: User | Contact, by: User) -> object:
    if isinstance(who, Contact):
        return mute_contact(contact=who, by=by, span=REPORTER_MUTED)
    return mute_reporter(person=who, by=by, span=REPORTER_MUTED)


def _unmute(who: User | Contact, by: User) -> None:
    if isinstance(who, Contact):
        unmute_contact(contact=who, by=by)
    else:
        unmute_reporter(person=who, by=by)


def _reporter_of(report: Report) -> User | Contact:
    if report.contact is not None:
        return report.contact
    present = User.objects.filter(deleted_at=None)
    person = present.filter(pk=report.reporter_id).first() if report.reporter_id else None
    if person is None:
        raise NotFound("Whoever reported this is gone.")
    return person

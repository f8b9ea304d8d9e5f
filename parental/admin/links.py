"""Links and their ledger, for staff who state why they look."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now

from accounts.api.access import viewer_of
from accounts.models import Right
from audit.acting_admin import ActingAdmin
from audit.models import AuditEvent
from audit.recorded_admin import RecordedAdmin
from lib.actors import Actor
from lib.admin import DetailedAdmin
from lib.ids import IdKind, decode, encode
from parental.actions import HANDLE_CASE
from parental.models import FamilyEntry, GuardianLink, LinkTransition
from parental.selectors import entries_for_staff
from parental.services.ending import end_by_staff
from parental.services.patterns import Pattern

ODD = "parental.link.odd"
NEWEST = 2_000  # of the rows that say what is odd; by the index of who acted


class Odd(admin.SimpleListFilter):
    """Links of which staff were told that something is odd (R13)."""

    title = "odd"
    parameter_name = "odd"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        patterns = [(one.value, one.value.replace("_", " ")) for one in Pattern]
        return [("any", "anything"), *patterns]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[GuardianLink]
    ) -> QuerySet[GuardianLink]:
        if self.value() is None:
            return queryset
        said = AuditEvent.objects.filter(action=ODD, actor=str(Actor.system("parental")))
        if self.value() != "any":
            said = said.filter(facts__pattern=self.value())
        named = said.order_by("-at").values_list("target", flat=True)[:NEWEST]
        return queryset.filter(pk__in={decode(IdKind.GUARDIAN_LINK, one) for one in named})


@admin.register(GuardianLink)
class GuardianLinkAdmin(DetailedAdmin, ActingAdmin):
    """Who watches over whom, what is odd about it, and its history."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "teen", "guardian", "state", "odd", "asked_at", "active_at", "ended_at"),
    )
    list_filter = ("state", Odd)
    search_fields = ("=teen__handle", "=guardian__handle")
    search_help_text = "The whole handle of either"
    ordering = ("-asked_at", "-id")
    list_select_related = ("teen", "guardian")
    show_full_result_count = False
    change_form_template = "parental/admin/link.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "teen", "guardian", "state", "place", "number", "odd"),
        *("asked_at", "active_at", "ended_at"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = ["end_chosen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuardianLink]:
        """That a teen fled is, while their guardian does not read it, for those who handle it."""
        rows: QuerySet[GuardianLink] = super().get_queryset(request)
        return rows if request.user.has_perm(HANDLE_CASE) else rows.exclude(shown_until__gt=now())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who watches over whom is not for every role."""
        return bool(super().has_view_permission(request, obj)) and request.user.has_perm(
            Right.SEE_FAMILY
        )

    @admin.display(description="odd")
    def odd(self, row: GuardianLink) -> str:
        """What staff were told of when it began."""
        rows = AuditEvent.objects.filter(action=ODD, target=row.public_id)
        return ", ".join(sorted(str(one.facts["pattern"]) for one in rows))

    @admin.action(description="End: both are told that it ended", permissions=["end"])
    def end_chosen(self, request: HttpRequest, rows: QuerySet[GuardianLink]) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: end_by_staff(link=row, by=by))

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm("parental.end_link")

    def details(self, request: HttpRequest, row: GuardianLink) -> dict[str, Any]:
        """Every step and every line of the ledger, newest first."""
        steps = LinkTransition.objects.filter(subject_id=row.pk)
        entries = entries_for_staff().filter(link_id=row.pk)
        return {"steps": steps.order_by("-at"), "entries": entries.order_by("-at", "-id")[:200]}


@admin.register(FamilyEntry)
class FamilyEntryAdmin(RecordedAdmin):
    """All lines of all families' ledgers, newest first."""

    list_display: ClassVar[tuple[str, ...]] = ("at", "link", "kind", "by", "limit", "why")
    list_filter = ("kind", "by", "limit")
    ordering = ("-at", "-id")
    show_full_result_count = False
    fields: ClassVar[tuple[str, ...]] = (
        *("at", "link", "kind", "by", "limit", "value", "why", "release"),
        *("policy", "policy_version"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[FamilyEntry]:
        """Those that this member of staff may read."""
        rows = entries_for_staff().order_by(*self.ordering)
        if request.user.has_perm(HANDLE_CASE):
            return rows
        fled = GuardianLink.objects.filter(shown_until__gt=now())
        return rows.exclude(link_id__in=fled.values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who watches over whom is not for every role."""
        return bool(super().has_view_permission(request, obj)) and request.user.has_perm(
            Right.SEE_FAMILY
        )

    @admin.display(description="link")
    def link(self, row: FamilyEntry) -> str:
        """Its public id."""
        return encode(IdKind.GUARDIAN_LINK, row.link_id)

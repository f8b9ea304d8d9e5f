from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin, why
from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin
from lib.errors import DomainError
from moderation.models import CoolingOff, ProbingFinding, ProbingMember, RefusedText
from moderation.services.cooling import lift
from moderation.services.probing import close
from moderation.services.reviews import DECIDE
from moderation.subjects import card_of


@admin.register(ProbingFinding)
class ProbingFindingAdmin(DetailedAdmin, RecordedAdmin):
    """What looks like one thing tried in many ways; open ones first. Words are not in the list."""

    seen_with = (DECIDE,)
    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "person_id", "category", "state", "texts", "method"),
        *("first_at", "last_at"),
    )
    list_filter = ("state", "category")
    search_fields = ("=person_id",)
    search_help_text = "A person's whole key"
    ordering = ("-state", "-last_at")
    show_full_result_count = False
    change_form_template = "moderation/admin/probing.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "person_id", "category", "method", "state"),
        *("first_at", "last_at", "raised_at", "closed_at"),
    )
    readonly_fields = fields
    actions = ("close_findings",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProbingFinding]:
        rows: QuerySet[ProbingFinding] = super().get_queryset(request)
        return rows.annotate(count=Count("members"))

    @admin.display(description="texts")
    def texts(self, row: Any) -> int:
        """How many refused texts belong to it."""
        return int(row.count)

    def has_close_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(DECIDE)

    @admin.action(description="Close: it was looked at", permissions=["close"])
    def close_findings(self, request: HttpRequest, rows: QuerySet[ProbingFinding]) -> None:
        staff, reason = viewer_of(request), why(request)
        for finding in rows:
            try:
                close(finding=finding, by=staff, why=reason)
            except DomainError as error:
                self.message_user(request, error.detail, messages.ERROR)

    def details(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Its texts, in order of time; what they say only for whoever may decide."""
        return {"texts": _texts(row, with_words=request.user.has_perm(DECIDE))}


@admin.register(CoolingOff)
class CoolingOffAdmin(ActingAdmin):
    """Who had to wait, and for how long."""

    seen_with = (DECIDE,)
    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "person_id", "level", "points", "needed"),
        *("started_at", "until", "lifted_at"),
    )
    list_filter = ("level",)
    search_fields = ("=person_id",)
    ordering = ("-started_at",)
    actions = ("lift_chosen",)
    show_full_result_count = False

    def has_lift_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm(DECIDE)

    @admin.action(description="Lift: what processors refused was no misuse", permissions=["lift"])
    def lift_chosen(self, request: HttpRequest, rows: QuerySet[CoolingOff]) -> None:
        """Only where it rests on that."""
        by, reason = viewer_of(request), why(request)
        self.act_on_each(request, rows, lambda one: lift(cooling=one, by=by, why=reason))


def _texts(finding: ProbingFinding, *, with_words: bool) -> list[dict[str, Any]]:
    members = {one.refused_id: one for one in ProbingMember.objects.filter(finding=finding)}
    rows = RefusedText.objects.defer("words").filter(pk__in=members).order_by("at", "id")
    return [
        {
            "row": row,
            "similarity": members[row.pk].similarity,
            "subject": row.subject,
            "card": card_of(row.subject or row.public_id) if with_words else None,
        }
        for row in rows
    ]

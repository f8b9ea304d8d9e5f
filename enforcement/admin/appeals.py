"""Appeals for staff: who waits, and for which case. They are answered on the page of that case."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from enforcement.admin import naming
from enforcement.admin.lists import LongListAdmin
from enforcement.models import Appeal
from enforcement.policies import handles_cases, see_case
from lib.admin import is_staff


@admin.register(Appeal)
class AppealAdmin(LongListAdmin, ActingAdmin):
    """Listing alone: neither words nor who reported."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("short_id", "party", "state", "outcome", "decision_end", "case_end", "locked"),
        *("opened_at", "settled_at"),
    )
    list_filter = ("state", "party", "outcome", "locked")
    ordering = ("-opened_at", "-id")
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "party", "state", "outcome", "against", "at", "locked"),
        *("opened_at", "settled_at"),
    )
    readonly_fields = fields

    @admin.display(description="id", ordering="id")
    def short_id(self, appeal: Appeal) -> str:
        """Its end."""
        return naming.short(appeal.public_id)

    @admin.display(description="decision")
    def decision_end(self, appeal: Appeal) -> str:
        """The same of the decision."""
        return naming.short(appeal.decision.public_id)

    @admin.display(description="case")
    def case_end(self, appeal: Appeal) -> str:
        """The same of the case, which leads to where it is answered."""
        page = reverse("admin:enforcement_case_change", args=[appeal.case_id])
        return naming.linked(naming.short(appeal.case.public_id), page, appeal.case.public_id)

    @admin.display(description="decision")
    def against(self, appeal: Appeal) -> str:
        """Its public id."""
        return appeal.decision.public_id

    @admin.display(description="case")
    def at(self, appeal: Appeal) -> str:
        """Where it is answered."""
        page = reverse("admin:enforcement_case_change", args=[appeal.case_id])
        return naming.linked(appeal.case.public_id, page)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever handles cases of some kind."""
        return is_staff(request) and handles_cases(request.user)

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        """Of cases that they see."""
        rows: QuerySet[Appeal] = super().get_queryset(request)
        cases = see_case.queryset(viewer_of(request))
        return rows.filter(case__in=cases).select_related("decision", "case")

"""Cases for staff: what waits and why; neither the words of reports nor what was frozen."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from enforcement.admin import naming
from enforcement.models import Case
from enforcement.policies import CHILD_SAFETY, HANDLE, see_case
from enforcement.services.subjects import mute_subject
from lib.admin import is_staff


@admin.register(Case)
class CaseAdmin(ActingAdmin):
    """What was reported or found, each thing once."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "subject", "queue", "state", "priority", "report_count"),
        *("reporter_count", "force_review", "sla_due_at", "outcome"),
    )
    list_filter = ("queue", "state", "source", "subject_kind", "force_review", "outcome")
    ordering = ("-priority", "sla_due_at", "id")
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "thing", "whose", "source", "queue", "diverted", "state", "outcome"),
        *("severity", "priority", "components", "force_review", "report_count"),
        *("reporter_count", "before", "opened_at", "last_reported_at", "sla_due_at"),
        *("decided_at", "closed_at"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = ["mute_subjects"]
    show_full_result_count = False

    @admin.display(description="about")
    def thing(self, case: Case) -> str:
        """Its public id, which leads to its page."""
        return naming.thing(case)

    @admin.display(description="whose it is")
    def whose(self, case: Case) -> str:
        """Its owner."""
        return naming.person(case.owner_id)

    @admin.display(description="case before")
    def before(self, case: Case) -> str:
        """About the same thing."""
        return naming.case_before(case)

    @admin.action(description="Only count new reports for 24 hours", permissions=["view"])
    def mute_subjects(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        """Of what was decided about."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda case: mute_subject(case=case, by=by))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever handles cases of one kind or the other."""
        user = request.user
        return is_staff(request) and (user.has_perm(HANDLE) or user.has_perm(CHILD_SAFETY))

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Fetching is authorising."""
        return see_case.queryset(viewer_of(request))

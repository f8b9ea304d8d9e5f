"""Samples of what automation decided."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from enforcement.admin import naming
from enforcement.models import QualitySample
from enforcement.policies import CHILD_SAFETY, OF_QUEUE, see_sample
from enforcement.triage.quality import review_sample
from lib.admin import is_staff


@admin.register(QualitySample)
class QualitySampleAdmin(ActingAdmin):
    """Each waits for somebody who says whether they would have decided so."""

    list_display = ("decision", "about", "policy", "drawn_at", "agrees", "reviewed_at")
    list_filter = ("policy", "agrees")
    ordering = ("reviewed_at", "drawn_at")
    actions: ClassVar[list[str]] = ["agree", "disagree"]
    show_full_result_count = False

    @admin.display(description="decision")
    def decision(self, row: QualitySample) -> str:
        """The end of its id."""
        return naming.short(row.decision.public_id)

    @admin.display(description="about")
    def about(self, row: QualitySample) -> str:
        """The kind of thing that it was about."""
        return naming.hinted(row.decision.get_subject_kind_display(), row.decision.subject)

    @admin.action(description="I would have decided so", permissions=["view"])
    def agree(self, request: HttpRequest, queryset: QuerySet[QualitySample]) -> None:
        """Nothing changes."""
        self._review(request, queryset, agrees=True)

    @admin.action(description="It was wrong: undo it", permissions=["view"])
    def disagree(self, request: HttpRequest, queryset: QuerySet[QualitySample]) -> None:
        """All that the decision did is undone."""
        self._review(request, queryset, agrees=False)

    def _review(self, request: HttpRequest, rows: QuerySet[QualitySample], *, agrees: bool) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: review_sample(sample=row, by=by, agrees=agrees))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of cases; of child safety nothing is decided by automation."""
        rights = {*OF_QUEUE.values()} - {CHILD_SAFETY}
        return is_staff(request) and any(map(request.user.has_perm, rights))

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[QualitySample]:
        """Fetching is authorising."""
        return see_sample.queryset(viewer_of(request)).select_related("decision")

"""How the desk does: what waits, how long cases take, what of them is overturned (E14, E40)."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from audit.recorded_admin import RecordedAdmin
from enforcement.measures.backlog import backlog
from enforcement.measures.charts import (
    Chart,
    accuracy_chart,
    overturned_chart,
    timing_chart,
    waiting_chart,
)
from enforcement.measures.overturning import By, overturned
from enforcement.measures.reporters import by_kind, by_reason
from enforcement.measures.scope import SMALLEST, Scope
from enforcement.measures.timing import time_to_action
from enforcement.models import Measures
from enforcement.policies import CHILD_SAFETY, SEE_MEASURES
from lib.admin import is_staff

# Few, and fixed: whoever could choose any span would take two that differ by one decision.
SPANS = (7, 28, 90, 365)
USUAL = 28


@admin.register(Measures)
class MeasuresAdmin(RecordedAdmin):
    """One page, of numbers; no row can be opened."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="enforcement_measures_changelist")]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its own right."""
        return is_staff(request) and request.user.has_perm(SEE_MEASURES)

    has_module_permission = has_view_permission

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        days = _days(request)
        child_safety = request.user.has_perm(CHILD_SAFETY)
        context = {
            **self.admin_site.each_context(request),
            "title": "How the desk does",
            "charts": charts(days, child_safety=child_safety),
            "spans": SPANS,
            "days": days,
            "smallest": SMALLEST,
            "child_safety": child_safety,
        }
        return TemplateResponse(request, "enforcement/admin/measures.html", context)


def charts(days: int, *, child_safety: bool) -> list[Chart]:
    """All of the page, over the last `days`. Nine statements."""
    now = timezone.now()
    scope = Scope(now - timedelta(days=days), now, child_safety)
    return [
        waiting_chart(backlog(now, child_safety=child_safety)),
        timing_chart(time_to_action(scope)),
        *(overturned_chart(by, overturned(scope, by)) for by in By),
        accuracy_chart("Reports that were right, by reason", "reason", by_reason(scope)),
        accuracy_chart("Reports that were right, by who reports", "who", by_kind(scope)),
    ]


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, SPANS) else USUAL

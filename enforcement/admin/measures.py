"""How the desk does: what waits, how long cases take, what of them is overturned (E14, E40)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from accounts.api.access import viewer_of
from audit.recorded_admin import RecordedAdmin
from enforcement.dsa.taking_out import taken_out
from enforcement.dsa.writing import MIME, Form
from enforcement.measures.backlog import backlog
from enforcement.measures.charts import (
    Chart,
    accuracy_chart,
    ladder_chart,
    overturned_chart,
    timing_chart,
    waiting_chart,
)
from enforcement.measures.overturning import By, overturned
from enforcement.measures.reporters import by_kind, by_reason
from enforcement.measures.scope import SMALLEST, Scope
from enforcement.measures.strikes import climbed
from enforcement.measures.timing import time_to_action
from enforcement.models import Measures
from enforcement.policies import CHILD_SAFETY, EXPORT_STATEMENTS, SEE_MEASURES
from lib.actors import Actor
from lib.admin import is_staff

# Few, and fixed: whoever could choose any span would take two that differ by one decision.
SPANS = (7, 28, 90, 365)
USUAL = 28
LONGEST = timedelta(days=366)  # of one file


@admin.register(Measures)
class MeasuresAdmin(RecordedAdmin):
    """One page, of numbers; no row can be opened."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.changelist_view)
        statements = self.admin_site.admin_view(self.statements_view)
        return [
            path("", view, name="enforcement_measures_changelist"),
            path("statements/", statements, name="enforcement_measures_statements"),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A right of its own."""
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
            "may_export": request.user.has_perm(EXPORT_STATEMENTS),
            "forms": Form.choices,
            "first": timezone.now().date() - timedelta(days=days),
            "last": timezone.now().date(),
        }
        return TemplateResponse(request, "enforcement/admin/measures.html", context)

    def statements_view(self, request: HttpRequest) -> HttpResponse:
        """The statements of reasons of some days, as a file."""
        if not request.user.has_perm(EXPORT_STATEMENTS):
            raise PermissionDenied
        asked = ExportForm(request.GET)
        if not asked.is_valid():
            self.message_user(request, "Give two days in order, and a form.", messages.ERROR)
            return redirect("admin:enforcement_measures_changelist")
        first, last, form = (asked.cleaned_data[name] for name in ("first", "last", "form"))
        actor = Actor.person(viewer_of(request).pk)
        with transaction.atomic():
            text, _ = taken_out(first, last, Form(form), actor=actor)
        name = f"statements-{first}-{last}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text, content_type=MIME[Form(form)], headers=headers)


class ExportForm(forms.Form):
    """Of which days, both included, and how."""

    first = forms.DateField()
    last = forms.DateField()
    form = forms.ChoiceField(choices=Form.choices)

    def clean(self) -> dict[str, Any]:
        """At most LONGEST days, in order."""
        days = self.cleaned_data
        if not {"first", "last"} <= set(days):
            return days
        if not timedelta() <= days["last"] - days["first"] <= LONGEST:
            raise forms.ValidationError("The days are not in order, or too many.")
        return days


def charts(days: int, *, child_safety: bool) -> list[Chart]:
    """All of the page, over the last `days`. Ten statements."""
    now = timezone.now()
    scope = Scope(now - timedelta(days=days), now, child_safety)
    return [
        waiting_chart(backlog(now, child_safety=child_safety)),
        timing_chart(time_to_action(scope)),
        ladder_chart(climbed(now, child_safety=child_safety)),
        *(overturned_chart(by, overturned(scope, by)) for by in By),
        accuracy_chart("Reports that were right, by reason", "reason", by_reason(scope)),
        accuracy_chart("Reports that were right, by who reports", "who", by_kind(scope)),
    ]


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, SPANS) else USUAL

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from audit import registry
from audit.models import AuditEvent
from audit.reason_form import ReasonView
from audit.recorded_admin import RecordedAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(RecordedAdmin):
    """Who did what to what, newest first; searched by a public id, exactly."""

    list_display = ("at", "action", "actor", "target")
    list_filter = ("action",)
    search_fields = ("=actor", "=target")
    search_help_text = "A public id, for example usr_… or gen_…"
    ordering = ("-at",)
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(ReasonView.as_view(model_admin=self))
        return [path("reason/", view, name="audit_reason"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who did what to whom is not for every role."""
        mine: bool = super().has_view_permission(request, obj)
        return mine and request.user.has_perm("audit.view_auditevent")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows for leads, and of actions that nobody knows any more, are for superusers."""
        rows: QuerySet[Any] = super().get_queryset(request)
        if getattr(request.user, "is_superuser", False):
            return rows
        return rows.filter(action__in=registry.readable_by_staff())

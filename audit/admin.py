from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from audit import registry
from audit.exports import ExportView
from audit.hiding import readable
from audit.models import AuditEvent
from audit.reason_form import ReasonView
from audit.reasons import stated_reason
from audit.recorded_admin import READ_AUDIT, RecordedAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(RecordedAdmin):
    """Who did what to what, newest first; searched by a public id, exactly."""

    list_display = ("at", "action", "actor", "target")
    list_filter = ("action",)
    search_fields = ("=actor", "=target")
    search_help_text = "A public id, for example usr_… or gen_…"
    ordering = ("-at",)
    change_list_template = "audit/admin/trail.html"
    show_full_result_count = False
    searched_too = ("audit_export",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(ReasonView.as_view(model_admin=self))
        export = self.admin_site.admin_view(ExportView.as_view(model_admin=self))
        return [
            path("reason/", view, name="audit_reason"),
            path("export.csv", export, name="audit_export"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who did what to whom is not for every role."""
        mine: bool = super().has_view_permission(request, obj)
        return mine and request.user.has_perm(READ_AUDIT)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows for leads, and of actions that nobody knows any more, are for superusers; what a
        rule keeps from somebody is kept from them, too."""
        rows: QuerySet[Any] = readable(super().get_queryset(request), request.user)
        if getattr(request.user, "is_superuser", False):
            return rows
        reason = stated_reason(request)
        names = registry.readable_by(
            request.user.has_perm, has_case=reason is not None and bool(reason.case)
        )
        return rows.filter(action__in=names)

from django.contrib import admin

from audit.models import AuditEvent
from lib.admin import ReadOnlyAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who did what to what, newest first; searched by a public id, exactly."""

    list_display = ("at", "action", "actor", "target")
    list_filter = ("action",)
    search_fields = ("=actor", "=target")
    search_help_text = "A public id, for example usr_… or gen_…"
    ordering = ("-at",)
    show_full_result_count = False

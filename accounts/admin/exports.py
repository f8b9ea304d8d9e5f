from typing import ClassVar

from django.contrib import admin

from accounts.models import Export
from audit.recorded_admin import RecordedAdmin


@admin.register(Export)
class ExportAdmin(RecordedAdmin):
    """Archives on their way and made: how far, and what went wrong. No address and no key of the
    store: what is in one is nobody's but its person's."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "whose", "state", "attempt", "error_code", "asked_at", "ready_at"),
        *("ends_at", "bytes"),
    )
    list_filter = ("state", "error_code")
    ordering = ("-asked_at",)
    list_select_related = ("person",)
    show_full_result_count = False
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "whose", "state", "attempt", "error_code", "parts_done", "parts_total"),
        *("asked_at", "ready_at", "ends_at", "bytes"),
    )
    readonly_fields = fields

    @admin.display(description="person")
    def whose(self, export: Export) -> str:
        """The typed id."""
        return export.person.public_id

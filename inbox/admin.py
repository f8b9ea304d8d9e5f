"""What was pushed and what became of it, for staff: no content, no token, nobody's choices."""

from typing import ClassVar

from django.contrib import admin

from audit.recorded_admin import RecordedAdmin
from inbox.models import Push
from lib.ids import IdKind, encode


@admin.register(Push)
class PushAdmin(RecordedAdmin):
    """Each push to each phone: states and reasons, counted beside the filters."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("created_at", "person", "category", "outcome", "why"),
        *("attempts", "tells", "next_try_at", "ended_at"),
    )
    list_filter = ("outcome", "why", "category")
    show_facets = admin.ShowFacets.ALWAYS
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    fields: ClassVar[tuple[str, ...]] = ("id", "number", *list_display)
    readonly_fields = fields

    @admin.display(description="person")
    def person(self, row: Push) -> str:
        """Their public id."""
        return encode(IdKind.USER, row.person_id)

from typing import ClassVar

from django.contrib import admin

from audit.recorded_admin import RecordedAdmin
from moderation.models import BankedHash


@admin.register(BankedHash)
class BankedHashAdmin(RecordedAdmin):
    """Which pictures must not appear again; the pictures themselves are nowhere."""

    list_display: ClassVar[tuple[str, ...]] = ("id", "category", "source", "quality", "added_at")
    list_filter = ("category", "source")
    ordering = ("-added_at",)
    show_full_result_count = False

from typing import ClassVar

from django.contrib import admin

from audit.recorded_admin import RecordedAdmin
from cameos.models import Assessment, EnrolmentDecision


@admin.register(Assessment)
class AssessmentAdmin(RecordedAdmin):
    """What was measured: numbers and codes, for whoever stated a reason."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("id", "enrolment_id", "at", "attack", "age_band", "near_distance", "match_at"),
        *("grey_at", "face_model"),
    )
    list_filter = ("attack", "age_band")
    search_fields = ("=enrolment_id",)
    ordering = ("-at",)
    show_full_result_count = False


@admin.register(EnrolmentDecision)
class EnrolmentDecisionAdmin(RecordedAdmin):
    """What was decided, by whom."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("id", "enrolment_id", "at", "verdict", "reasons", "actor", "why"),
    )
    list_filter = ("verdict",)
    search_fields = ("=enrolment_id",)
    ordering = ("-at",)
    show_full_result_count = False

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from audit.recorded_admin import RecordedAdmin
from moderation.models import Finding, Scan


@admin.register(Scan)
class ScanAdmin(RecordedAdmin):
    """What was looked at, by what, and what it found: scores are for staff alone."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("subject", "stage", "verdict", "category", "depicts_minor"),
        *("policy_version", "profile", "at"),
    )
    list_filter = ("stage", "verdict", "category", "profile")
    search_fields = ("=subject",)
    search_help_text = "A whole id, for example gen_…"
    ordering = ("-id",)
    show_full_result_count = False
    change_form_template = "moderation/admin/scan.html"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The row, with its findings, highest score first."""
        scan = self.get_object(request, object_id)
        findings = Finding.objects.filter(scan=scan).order_by("-score") if scan else []
        context = {**(extra_context or {}), "findings": findings}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

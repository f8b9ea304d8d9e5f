from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin
from moderation.admin.quoting import marked
from moderation.admin.timeline import timeline_of
from moderation.explaining import explain
from moderation.models import Scan
from moderation.services.policies import kept_policy
from moderation.services.reviews import DECIDE
from moderation.subjects import card_of


def explained(scan: Scan, *, may_read: bool) -> dict[str, Any]:
    """What the template shows of a scan; people's words only to those who decide about reviews."""
    findings = list(scan.findings.order_by("-score"))
    policy = kept_policy(scan.policy_version)
    card = card_of(scan.subject) if may_read else None
    return {
        "findings": findings,
        "explanation": explain(scan, findings, policy=policy),
        "timeline": timeline_of(findings, policy=policy),
        "quotes": marked(card, findings, policy=policy) if card else [],
    }


@admin.register(Scan)
class ScanAdmin(DetailedAdmin, RecordedAdmin):
    """What was looked at, by what, and what it found: scores are for staff alone."""

    seen_with = (DECIDE,)
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

    def details(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The row, why it ended as it did, and its findings, highest score first."""
        return explained(row, may_read=request.user.has_perm(DECIDE))

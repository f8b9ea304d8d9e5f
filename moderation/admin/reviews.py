from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin
from moderation.admin.banking import BankingView
from moderation.admin.deciding import DecideView, card_context
from moderation.models import Review
from moderation.services.reviews import DECIDE


@admin.register(Review)
class ReviewAdmin(DetailedAdmin, RecordedAdmin):
    """What waits for a person, oldest first; open ones before all."""

    seen_with = (DECIDE,)
    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "subject", "stage", "category", "cause", "state", "outcome", "opened_at"),
    )
    list_filter = ("state", "cause", "category", "stage")
    search_fields = ("=subject",)
    search_help_text = "A whole id, for example gen_…"
    ordering = ("-state", "opened_at")
    show_full_result_count = False
    change_form_template = "moderation/admin/review.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "subject", "stage", "category", "cause", "state", "outcome"),
        *("opened_at", "decided_at"),
    )
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(DecideView.as_view(model_admin=self))
        bank = self.admin_site.admin_view(BankingView.as_view(model_admin=self))
        own = [
            path("<path:review_id>/decide/", decide, name="moderation_review_decide"),
            path("<path:review_id>/bank/", bank, name="moderation_review_bank"),
        ]
        return [*own, *super().get_urls()]

    def details(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The question, and all there is to see of its subject."""
        return card_context(row) if request.user.has_perm(DECIDE) else {}

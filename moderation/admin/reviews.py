from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from audit.recorded_admin import RecordedAdmin
from moderation.admin.banking import BankingView
from moderation.admin.deciding import DecideView, card_context
from moderation.models import Review
from moderation.services.reviews import DECIDE


@admin.register(Review)
class ReviewAdmin(RecordedAdmin):
    """What waits for a person, oldest first; open ones before all."""

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

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The question, and all there is to see of its subject."""
        review = self.get_object(request, object_id)
        own = card_context(review) if review and request.user.has_perm(DECIDE) else {}
        context = {**(extra_context or {}), **own}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

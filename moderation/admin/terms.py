"""Banks of terms: what they are for all staff, changing them for who may."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from audit.recorded_admin import RecordedAdmin
from moderation.admin.term_views import (
    ChangeBankView,
    ExportView,
    FillView,
    NewBankView,
    SwitchTermView,
)
from moderation.models import Term, TermBank


@admin.register(TermBank)
class TermBankAdmin(RecordedAdmin):
    """The lists; their words stand behind the link to their terms."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("name", "category", "score", "edges", "enabled", "count"),
    )
    list_filter = ("category", "enabled")
    fields: ClassVar[tuple[str, ...]] = (
        *("name", "category", "score", "edges", "surfaces", "enabled", "note"),
        *("count", "added_by", "added_at"),
    )
    readonly_fields = fields
    ordering = ("name",)
    change_form_template = "moderation/admin/term_bank.html"
    change_list_template = "moderation/admin/term_banks.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TermBank]:
        rows: QuerySet[TermBank] = super().get_queryset(request)
        return rows.annotate(held=Count("terms"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("new/", view(NewBankView.as_view(model_admin=self)), name="term_bank_new"),
            *(
                path(f"<str:bank_id>/{word}/", view(page.as_view(model_admin=self)),
                     name=f"term_bank_{word}")
                for word, page in (("fill", FillView), ("settings", ChangeBankView),
                                   ("export", ExportView))
            ),
        ]  # fmt: skip
        return [*own, *super().get_urls()]

    @admin.display(description="terms", ordering="held")
    def count(self, bank: TermBank) -> int:
        held: int = bank.held  # type: ignore[attr-defined]
        return held


@admin.register(Term)
class TermAdmin(RecordedAdmin):
    """Lists must not shout: a term is covered until somebody opens it."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("id", "covered", "bank", "harmless", "disabled_until", "source", "added_by", "added_at"),
    )
    list_filter = ("bank", "harmless")
    fields: ClassVar[tuple[str, ...]] = (
        *("id", "covered", "bank", "harmless", "disabled_until", "source", "added_by", "added_at"),
    )
    readonly_fields = fields
    search_fields = ("=folded", "=id", "=source")
    search_help_text = "A whole term in small plain letters, an id from a finding, or a source"
    ordering = ("-added_at",)
    show_full_result_count = False
    change_form_template = "moderation/admin/term.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(SwitchTermView.as_view(model_admin=self))
        own = [path("<str:term_id>/switch/", view, name="term_switch")]
        return [*own, *super().get_urls()]

    @admin.display(description="term")
    def covered(self, term: Term) -> SafeString:
        return format_html("<details><summary>show</summary>{}</details>", term.text)

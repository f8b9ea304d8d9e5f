"""Hash banks and their entries: looked at by staff, changed by those who may, through services."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from audit.recorded_admin import RecordedAdmin
from moderation.admin.bank_files import ExportView, ImportView
from moderation.categories import Category
from moderation.models import BankedHash, HashBank, HashKind, SourceKind
from moderation.services.bank_foreseeing import foreseen
from moderation.services.bank_proposals import activate, confirm, propose, rest
from moderation.services.bank_upkeep import disable_until, remove_hash
from moderation.services.banks import MANAGE, change_bank, make_bank, remove_bank
from moderation.services.opinions import give_opinion

PAUSE = timedelta(days=7)


@admin.register(HashBank)
class HashBankAdmin(RecordedAdmin):
    """Which banks there are, what a match is worth, and which share of each is in use."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("name", "category", "source_kind", "action", "enabled", "enabled_ratio"),
        *("trusted", "entries_count"),
    )
    list_filter = ("category", "source_kind", "action", "enabled")
    ordering = ("name",)
    fields: ClassVar[tuple[str, ...]] = (
        *("name", "category", "source_kind", "action", "enabled", "enabled_ratio"),
        "note",
    )
    list_select_related = ("exchange",)
    change_form_template = "moderation/admin/bank.html"

    @admin.display(description="Trusted", boolean=True)
    def trusted(self, bank: HashBank) -> bool:
        """By the environment alone."""
        return bank.is_trusted

    @admin.display(description="Entries")
    def entries_count(self, bank: Any) -> int:
        """Counted with the list."""
        return int(bank.n)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HashBank]:
        rows: QuerySet[HashBank] = super().get_queryset(request)
        return rows.annotate(n=Count("entries"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name", "category", "source_kind") if obj else ()

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<path:bank_id>/export/", wrap(ExportView.as_view()), name="hash_bank_export"),
            path(
                "<path:bank_id>/import/",
                wrap(ImportView.as_view(model_admin=self)),
                name="hash_bank_import",
            ),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE)

    def save_model(self, request: HttpRequest, obj: HashBank, form: Any, change: bool) -> None:
        told = {name: getattr(obj, name) for name in self.fields[3:]}
        if change:
            change_bank(bank=obj, by=viewer_of(request), **told)
            return
        made = make_bank(
            name=obj.name,
            category=Category(obj.category),
            source_kind=SourceKind(obj.source_kind),
            by=viewer_of(request),
            **told,
        )
        obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: HashBank) -> None:
        remove_bank(bank=obj, by=viewer_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[HashBank]) -> None:
        for bank in queryset:
            remove_bank(bank=bank, by=viewer_of(request))


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new entry; whoever adds it types how many things it would meet, having been told."""

    expected = forms.IntegerField(
        required=False, min_value=0, label="Things it would meet (told on the first try)"
    )

    class Meta:
        model = BankedHash
        fields = ("bank", "kind", "hash", "quality", "max_distance", "source", "note")

    def clean_hash(self) -> str:
        return str(self.cleaned_data["hash"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            things = foreseen(
                HashKind(cleaned["kind"]), [cleaned["hash"]], within=cleaned["max_distance"]
            )
        except ValueError:
            raise forms.ValidationError({"hash": "This is no hash of that kind."}) from None
        if cleaned.get("expected") is None or cleaned["expected"] < len(things):
            told = f"Dry run: it would meet {len(things)} things of ours. Type this to go on."
            raise forms.ValidationError({"expected": told})
        return cleaned


@admin.register(BankedHash)
class BankedHashAdmin(ActingAdmin):
    """Which pictures and files must not appear again; they themselves are nowhere."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("id", "bank", "kind", "state", "agreed", "hits", "foreseen", "quality"),
        *("source", "disabled_until", "added_by", "added_at"),
    )
    list_filter = ("state", "kind", "bank", "source")
    list_select_related = ("bank",)
    search_fields = ("=hash", "=origin", "=external_id")
    ordering = ("-added_at",)
    show_full_result_count = False
    actions: ClassVar[list[str]] = [
        *("confirm_entries", "activate_entries", "rest_entries"),
        *("pause_entries", "resume_entries", "remove_entries"),
        *("tell_true", "tell_false"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankedHash]:
        rows: QuerySet[BankedHash] = super().get_queryset(request)
        return rows.annotate(
            n_agreed=Count("confirmations", distinct=True), n_hits=Count("met", distinct=True)
        )

    @admin.display(description="Confirmed by")
    def agreed(self, entry: Any) -> int:
        """How many people other than its adder."""
        return int(entry.n_agreed)

    @admin.display(description="Things met")
    def hits(self, entry: Any) -> int:
        """In the last ninety days."""
        return int(entry.n_hits)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE)

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions."""
        return request.user.has_perm(MANAGE)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = ProposalForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ("bank", "kind", "hash", "quality", "max_distance", "source", "note", "expected")
        return own if obj is None else super().get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: BankedHash, form: Any, change: bool) -> None:
        made = propose(
            bank=obj.bank,
            kind=HashKind(obj.kind),
            hash_hex=obj.hash,
            quality=obj.quality,
            max_distance=obj.max_distance,
            source=obj.source,
            note=obj.note,
            expected=form.cleaned_data["expected"],
            by=viewer_of(request),
        )
        obj.pk = made.pk

    @admin.action(description="Confirm (not your own)", permissions=["manage"])
    def confirm_entries(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """A second, and a third, person agrees."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda entry: confirm(entry=entry, by=by))

    @admin.action(description="Put into effect (after a day in the shadow)", permissions=["manage"])
    def activate_entries(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """From counting to effect."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda entry: activate(entry=entry, by=by))

    @admin.action(description="Back to counting only", permissions=["manage"])
    def rest_entries(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """Also after an alarm."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda entry: rest(entry=entry, by=by))

    @admin.action(description="Out of use for a week", permissions=["manage"])
    def pause_entries(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """Whoever's entry it is."""
        by, until = viewer_of(request), timezone.now() + PAUSE
        self.act_on_each(
            request, queryset, lambda entry: disable_until(entry=entry, until=until, by=by)
        )

    @admin.action(description="Back into use", permissions=["manage"])
    def resume_entries(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """Before its week is over."""
        by = viewer_of(request)
        self.act_on_each(
            request, queryset, lambda entry: disable_until(entry=entry, until=None, by=by)
        )

    @admin.action(description="Remove", permissions=["manage"])
    def remove_entries(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """Undoes all that it did."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda entry: remove_hash(entry=entry, by=by))

    @admin.action(description="Tell its exchange: rightly listed", permissions=["manage"])
    def tell_true(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """After having looked; never by itself."""
        self._tell(request, queryset, is_true_positive=True)

    @admin.action(description="Tell its exchange: listed by mistake", permissions=["manage"])
    def tell_false(self, request: HttpRequest, queryset: QuerySet[BankedHash]) -> None:
        """Takes it out of no bank: pause it too."""
        self._tell(request, queryset, is_true_positive=False)

    def _tell(
        self, request: HttpRequest, rows: QuerySet[BankedHash], *, is_true_positive: bool
    ) -> None:
        by = viewer_of(request)
        self.act_on_each(
            request,
            rows,
            lambda entry: give_opinion(entry=entry, is_true_positive=is_true_positive, by=by),
        )

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from audit.recorded_admin import RecordedAdmin
from moderation.models import Exchange, ExchangeKind, Opinion
from moderation.services.banks import MANAGE
from moderation.services.exchanges import set_up, switch


@admin.register(Exchange)
class ExchangeAdmin(ActingAdmin):
    """Which feeds there are, when each last succeeded and failed, and what came of them."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("name", "kind", "bank", "enabled", "succeeded_at", "failed_at", "failure"),
        *("rows_kept", "rows_removed", "rows_refused"),
    )
    list_select_related = ("bank",)
    ordering = ("name",)
    actions: ClassVar[list[str]] = ["switch_on", "switch_off"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE)

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions."""
        return request.user.has_perm(MANAGE)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ("name", "kind", "bank", "collection")
        return own if obj is None else super().get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Exchange, form: Any, change: bool) -> None:
        made = set_up(
            name=obj.name,
            kind=ExchangeKind(obj.kind),
            bank=obj.bank,
            collection=obj.collection,
            by=viewer_of(request),
        )
        obj.pk = made.pk

    @admin.action(description="Fetch from now on", permissions=["manage"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Exchange]) -> None:
        """Its staleness counts again."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda one: switch(exchange=one, enabled=True, by=by))

    @admin.action(description="Fetch no more", permissions=["manage"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Exchange]) -> None:
        """What is in its bank stays in use."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda one: switch(exchange=one, enabled=False, by=by))


@admin.register(Opinion)
class OpinionAdmin(RecordedAdmin):
    """What exchanges were told, or will be."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("exchange", "kind", "external_id", "is_true_positive", "given_by", "given_at"),
        *("sent_at", "attempts", "failure"),
    )
    list_filter = ("exchange", "is_true_positive")
    ordering = ("-given_at",)

"""What is owed: files that are to move or to go, and videos that processors are to delete. Staff
look; workers pay, or staff declare lost what is gone and write off what nobody can be asked for."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin, why
from audit.recorded_admin import RecordedAdmin
from generation.models import Asset, OwedErasure, ProcessorDebt
from generation.services.lost_files import DECLARE_LOST, declare_lost
from generation.services.writing_off import WRITE_OFF, write_off
from lib.ids import IdKind, encode


class OwedMove(admin.SimpleListFilter):
    title = "move"
    parameter_name = "move"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("owed", "owed"), ("missing", "file missing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        if self.value() == "missing":
            return queryset.exclude(missing_since=None)
        return queryset.exclude(moving_to="") if self.value() == "owed" else queryset


@admin.register(Asset)
class AssetAdmin(ActingAdmin):
    """Which files there are, in which area, and which are on their way; never what opens one."""

    list_display = (
        *("job_id", "kind", "area", "bound_for", "moving_since", "missing_since"),
        *("bytes", "created_at"),
    )
    list_filter = (OwedMove, "kind")
    exclude = ("storage_key", "moving_to", "then_to", "sha256")
    readonly_fields = ("area", "bound_for")
    actions: ClassVar[list[str]] = ["declare_files_lost"]
    ordering: ClassVar = (F("moving_since").asc(nulls_last=True), "-created_at", "-pk")
    show_full_result_count = False

    @admin.display(description="area")
    def area(self, row: Asset) -> str:
        """Where it lies now."""
        return row.storage_key.partition("/")[0]

    @admin.display(description="bound for")
    def bound_for(self, row: Asset) -> str:
        """Where it will lie."""
        return row.bound_for

    @admin.action(description="This file is lost", permissions=["declare_lost"])
    def declare_files_lost(self, request: HttpRequest, queryset: QuerySet[Asset]) -> None:
        """What a worker missed, and what is not there now either."""
        by, reason = viewer_of(request), why(request)
        self.act_on_each(request, queryset, lambda one: declare_lost(asset=one, by=by, why=reason))

    def has_declare_lost_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm(DECLARE_LOST)


@admin.register(OwedErasure)
class OwedErasureAdmin(RecordedAdmin):
    """Whose files a store has not erased yet, since when, and why they are to go."""

    list_display = ("video", "why", "since", "again_at")
    list_filter = ("why",)
    ordering = ("since",)
    show_full_result_count = False

    @admin.display(description="job")
    def video(self, row: OwedErasure) -> str:
        """Its job's public id."""
        return encode(IdKind.GENERATION, row.job_id)


@admin.register(ProcessorDebt)
class ProcessorDebtAdmin(ActingAdmin):
    """What each processor still has to delete, and what it said last."""

    list_display = ("engine", "video", "since", "tries", "last_answer", "next_at", "reported_at")
    list_filter = ("engine", "last_answer")
    ordering = ("since",)
    actions: ClassVar[list[str]] = ["write_off_debts"]
    show_full_result_count = False

    @admin.action(description="Write off: it was deleted in another way", permissions=["write_off"])
    def write_off_debts(self, request: HttpRequest, queryset: QuerySet[ProcessorDebt]) -> None:
        """Where nobody can be asked any more, or was for a week in vain."""
        by, reason = viewer_of(request), why(request)
        self.act_on_each(request, queryset, lambda debt: write_off(debt=debt, by=by, why=reason))

    def has_write_off_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm(WRITE_OFF)

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse

from accounts.admin.sections.shown import Shown, Table, when
from accounts.models import StoreNotification
from audit.recorded_admin import RecordedAdmin


@admin.register(StoreNotification)
class StoreNotificationAdmin(RecordedAdmin):
    """What the app store told us, newest first: only what it signed comes this far."""

    list_display: ClassVar[tuple[str, ...]] = ("at", "kind", "people", "signed_at", "delay")
    list_filter = ("kind",)
    ordering = ("-at", "-id")
    show_full_result_count = False
    change_list_template = "accounts/admin/notifications.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("notification_id", "kind", "people", "signed_at", "at", "delay"),
    )
    readonly_fields = fields

    @admin.display(description="came after")
    def delay(self, row: StoreNotification) -> str:
        """How long after the store signed it; long ones came by one of its further tries."""
        seconds = max(0, round((row.at - row.signed_at).total_seconds()))
        return f"{seconds // 3600} h {seconds % 3600 // 60} min {seconds % 60} s"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = {"shown": Shown(tables=(_by_kind(),), notes=(NOTE,))}
        answer: HttpResponse = super().changelist_view(request, {**(extra_context or {}), **shown})
        return answer


NOTE = (
    "What fails the check of its signature, its app or its time is answered with an error, and "
    "nothing of it is kept: Apple sends again for three days, and its notification history in App "
    "Store Connect lists and replays what failed. The same notification twice counts once."
)


def _by_kind() -> Table:
    counted = StoreNotification.objects.values("kind").annotate(
        all=Count("pk"), unknown=Count("pk", filter=Q(people=0)), last=Max("at")
    )
    return Table(
        "By kind",
        ("kind", "came", "about nobody whom we know", "last"),
        tuple(
            (row["kind"], row["all"], row["unknown"], when(row["last"]))
            for row in counted.order_by("-all", "kind")
        ),
        empty="The store told us nothing yet.",
    )

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.recorded_admin import RecordedAdmin
from generation.models import StopSwitch
from generation.services import switches


@admin.register(StopSwitch)
class StopSwitchAdmin(RecordedAdmin):
    """Adding a row stops new jobs, deleting it lets them through again."""

    list_display = ("engine", "halts", "engaged_by", "reason", "engaged_at")
    fields: ClassVar[tuple[str, ...]] = ("engine", "reason", "halts")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(switches.ENGAGE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(switches.RELEASE)

    def save_model(self, request: HttpRequest, obj: StopSwitch, form: Any, change: bool) -> None:
        made = switches.engage(
            by=viewer_of(request), reason=obj.reason, engine=obj.engine, halts=obj.halts
        )
        obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: StopSwitch) -> None:
        switches.release(by=viewer_of(request), engine=obj.engine)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[StopSwitch]) -> None:
        for switch in queryset:
            self.delete_model(request, switch)

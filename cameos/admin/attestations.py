from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.recorded_admin import RecordedAdmin
from cameos.attestations import switching
from cameos.models import Attestation, AttestationSwitch


@admin.register(AttestationSwitch)
class AttestationSwitchAdmin(RecordedAdmin):
    """Adding the row turns attestations on, deleting it off. Counsel first."""

    list_display = ("turned_on_by", "reason", "at")
    fields: ClassVar[tuple[str, ...]] = ("reason",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(switching.TURN_ON)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(switching.TURN_OFF)

    def save_model(
        self, request: HttpRequest, obj: AttestationSwitch, form: Any, change: bool
    ) -> None:
        obj.pk = switching.turn_on(by=viewer_of(request), reason=obj.reason).pk

    def delete_model(self, request: HttpRequest, obj: AttestationSwitch) -> None:
        switching.turn_off(by=viewer_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[AttestationSwitch]) -> None:
        switching.turn_off(by=viewer_of(request))


@admin.register(Attestation)
class AttestationAdmin(RecordedAdmin):
    """Who stated what, when; no picture."""

    list_display = ("id", "person_id", "reference_id", "statement_version", "locale", "at")
    search_fields = ("=person_id", "=reference_id")
    ordering = ("-at",)
    show_full_result_count = False

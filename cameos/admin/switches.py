from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.recorded_admin import RecordedAdmin
from cameos.switching import Switch


class SwitchAdmin(RecordedAdmin):
    """Adding the row turns it on, deleting it off. Counsel first."""

    switch: ClassVar[Switch[Any]]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.switch.permissions[0])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.switch.permissions[1])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        why = getattr(obj, self.switch.why)
        obj.pk = self.switch.turn_on(by=viewer_of(request), why=why).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.switch.turn_off(by=viewer_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.switch.turn_off(by=viewer_of(request))

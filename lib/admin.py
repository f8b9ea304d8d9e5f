"""The base of every page in the admin: staff look; what changes anything calls a service."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]
    """Lists and rows to look at, for every member of staff whose account stands."""

    # What unfold's template asks each row for; what is not there at all costs it a search.
    list_sections: ClassVar[tuple[Any, ...]] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_staff(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def is_staff(request: HttpRequest) -> bool:
    """Whether a member of staff asks, whose account is active."""
    user = request.user
    return bool(user.is_active and user.is_staff)


class DetailedAdmin(ReadOnlyAdmin):
    """The page of a row shows more than its fields."""

    def details(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What its template shows besides."""
        raise NotImplementedError

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        own = self.details(request, row) if row else {}
        context = {**(extra_context or {}), **own}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

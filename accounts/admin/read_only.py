from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.models import User


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]
    """Staff look; changes go through services, in views of their own."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_staff(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_staff(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether this is a member of staff whose account stands."""
    return isinstance(user, User) and user.is_active and user.is_staff

"""Who of staff may do something: for telling them of it."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.models.standings import stands_now


def staff_with(*permissions: str) -> QuerySet[User]:
    """Those who hold any of these (`room.codename`), superusers among them, in the order of their
    ids, in which their logs are locked."""
    holds = Q(is_superuser=True)
    for permission in permissions:
        room, _dot, codename = permission.partition(".")
        for where in ("groups__permissions", "user_permissions"):
            named = {f"{where}__codename": codename, f"{where}__content_type__app_label": room}
            holds |= Q(**named)
    people = get_user_model().objects.filter(holds, stands_now(), is_staff=True)
    return people.distinct().order_by("pk")

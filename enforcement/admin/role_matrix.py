"""Which role has which right, as it stands in the database (E37)."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest
from django.views.generic import TemplateView

from accounts.admin.sections.shown import Shown, Table, person_link
from accounts.api.access import viewer_of
from accounts.models import User
from enforcement.policies import LEAD_QUEUE

HAS = "yes"
# Django makes these for each table; nothing here asks for one that no role has.
MADE = ("add_", "change_", "delete_", "view_")


class RolesView(TemplateView):
    """For leads: roles against rights, how many have each role, and who has a right beside them."""

    template_name = "accounts/admin/looks.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not viewer_of(request).has_perm(LEAD_QUEUE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **self.model_admin.admin_site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": "Roles and their rights",
            "shown": Shown(
                tables=(_members(), _matrix(), _beside()),
                notes=(
                    "Roles change with a release (config/staff.py), not here. A superuser has "
                    "every right, and alone decides about other staff.",
                ),
            ),
        }


def _members() -> Table:
    staff = Q(user__is_staff=True, user__deleted_at=None)
    roles = Group.objects.annotate(people=Count("user", filter=staff)).order_by("name")
    rows = [(one.name, one.people) for one in roles]
    chiefs = User.objects.filter(is_superuser=True, is_staff=True, deleted_at=None).count()
    return Table("Roles", ("role", "people"), (*rows, ("superuser", chiefs)))


def _matrix() -> Table:
    roles = list(Group.objects.order_by("name").prefetch_related("permissions"))
    held = {role.pk: {one.pk for one in role.permissions.all()} for role in roles}
    given: set[int] = set().union(*held.values()) if held else set()
    rows = [
        (
            f"{right.content_type.app_label}.{right.codename}",
            right.name,
            *(HAS if right.pk in held[role.pk] else "" for role in roles),
        )
        for right in _rights()
        if right.pk in given or not right.codename.startswith(MADE)
    ]
    return Table(
        "Rights",
        ("right", "what it allows", *(role.name for role in roles)),
        tuple(rows),
    )


def _rights() -> Any:
    rows = Permission.objects.select_related("content_type")
    return rows.order_by("content_type__app_label", "codename")


def _beside() -> Table:
    people = User.objects.filter(is_staff=True, user_permissions__isnull=False).distinct()
    rows = people.prefetch_related("user_permissions__content_type").order_by("pk")
    return Table(
        "Rights beside a role",
        ("who", "rights"),
        tuple((person_link(one), _named(one)) for one in rows),
        empty="Nobody has one.",
    )


def _named(person: User) -> str:
    own = person.user_permissions.all()
    return ", ".join(sorted(f"{one.content_type.app_label}.{one.codename}" for one in own))

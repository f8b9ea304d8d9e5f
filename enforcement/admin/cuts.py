"""A cut by priority, which hides nothing that is to be reviewed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from enforcement.models import Case
from enforcement.triage.priority import shown_from

CUTS = (25, 50, 75, 90)


class PriorityFilter(admin.SimpleListFilter):
    """Those from a priority on, and all that somebody has to look at whatever it is (E11)."""

    title = "priority, or to be reviewed"
    parameter_name = "from_priority"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(cut), f"from {cut}") for cut in CUTS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        chosen = [cut for cut in CUTS if str(cut) == self.value()]
        return queryset.filter(shown_from(chosen[0])) if chosen else queryset

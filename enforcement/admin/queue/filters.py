"""Cases by their clock, and by who works on them."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.api.access import viewer_of
from enforcement.limits import DUE_SOON
from enforcement.models import Assignment, Case
from enforcement.states import UNDECIDED


class ClockFilter(SimpleListFilter):
    """Only what is not decided has a clock."""

    title = "clock"
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("over", "Overdue"), ("soon", "Due within four hours")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        now = timezone.now()
        running = queryset.filter(state__in=sorted(UNDECIDED))
        if self.value() == "over":
            return running.filter(sla_due_at__lte=now)
        if self.value() == "soon":
            return running.filter(sla_due_at__gt=now, sla_due_at__lte=now + DUE_SOON)
        return queryset


class WorkFilter(SimpleListFilter):
    """Who works on it now."""

    title = "worked on"
    parameter_name = "worked_on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "By me"), ("others", "By others"), ("nobody", "By nobody, undecided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        live = Assignment.objects.filter(
            case=OuterRef("pk"), ended_at=None, leased_until__gt=timezone.now()
        )
        me = viewer_of(request).pk
        if self.value() == "me":
            return queryset.filter(Exists(live.filter(holder=me)))
        if self.value() == "others":
            return queryset.filter(Exists(live.exclude(holder=me)))
        if self.value() == "nobody":
            return queryset.filter(~Exists(live), state__in=sorted(UNDECIDED))
        return queryset

"""Cases by their clock, and by who works on them."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.api.access import viewer_of
from enforcement.limits import DUE_SOON
from enforcement.models import Assignment, Case
from enforcement.states import UNDECIDED, CaseState
from enforcement.triage.hiding import live


class StateFilter(SimpleListFilter):
    """What waits for a decision, unless somebody asks for more."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("any", "Any"), *CaseState.choices]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The first is what stands there without a choice."""
        every: Iterator[Any] = super().choices(changelist)
        yield {**next(every), "display": "Undecided"}
        yield from every

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if self.value() in CaseState.values:
            return queryset.filter(state=self.value())
        # An outcome has only what was decided.
        if self.value() == "any" or "outcome__exact" in request.GET:
            return queryset
        return queryset.filter(state__in=sorted(UNDECIDED))


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


class HiddenFilter(SimpleListFilter):
    """What nobody but its maker sees until somebody decides."""

    title = "hidden first"
    parameter_name = "hidden"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "Hidden now"), ("contested", "Hidden, and its maker contests it")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        mine = live().filter(case=OuterRef("pk"))
        if self.value() == "now":
            return queryset.filter(Exists(mine))
        if self.value() == "contested":
            return queryset.filter(Exists(mine.exclude(contested_at=None)))
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

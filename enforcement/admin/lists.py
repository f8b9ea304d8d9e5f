"""Long lists at the desk: read by an index, counted no further than anybody leafs."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from audit.recorded_admin import RecordedAdmin
from enforcement.admin import naming

# Ours: ten pages. Whoever looks further narrows the list.
MOST = 1000


class BoundedPaginator(Paginator[Any]):
    """Counts to MOST and shows as many: a count of everything reads every row, for each page."""

    template_name: ClassVar[str] = "enforcement/admin/paging.html"
    most = MOST

    @cached_property
    def count(self) -> int:
        """At most MOST."""
        return min(self._counted, MOST)

    @property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return self._counted > MOST

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        found: int = rows[: MOST + 1].count()
        return found


class PeopleListAdmin(RecordedAdmin):
    """Their handles are asked for once for a page of the list (`naming.called`)."""

    def people_in(self, row: Any) -> Iterable[UUID | None]:
        """Whom a row of the list names."""
        raise NotImplementedError

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With the rows that it shows read."""
        changes = super().get_changelist_instance(request)
        rows = list(changes.result_list)
        naming.know(rows, (key for row in rows for key in self.people_in(row)))
        return changes


class LongListAdmin(RecordedAdmin):
    """The newest, or whose turn it is, at the front; an index serves the order."""

    paginator = BoundedPaginator
    show_full_result_count = False

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """All of a list that is cut would be more than anybody was shown."""
        if request.POST.get("select_across") == "1" and queryset[MOST:].exists():
            told = f"These are more than {MOST}: narrow the list first. Nothing was done."
            self.message_user(request, told, messages.ERROR)
            return redirect(request.get_full_path())
        answer: HttpResponse | None = super().response_action(request, queryset)
        return answer

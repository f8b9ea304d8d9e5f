"""The board: what waits in which queue, what one holds, and for leads who works on what."""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.generic import TemplateView

from accounts.admin.sections.shown import Link, Shown, Table, person_link
from accounts.api.access import viewer_of
from accounts.models import User
from enforcement.boarding import Line, lines_for, loads, skips, total
from enforcement.limits import SKIPS_SHOWN
from enforcement.models import SkipReason
from enforcement.policies import LEAD_QUEUE, handles_cases
from enforcement.pseudonyms import pseudonym_of
from enforcement.reasons import Queue
from enforcement.services.claiming import held_by
from lib.admin import is_staff

CUTS = (0, 25, 50, 75)


class BoardView(TemplateView):
    """Numbers and ids alone: no words of reports, nothing that was frozen."""

    template_name = "enforcement/admin/board.html"
    model_admin: Any = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_of(self.request)
        lines = lines_for(viewer)
        leads = viewer.has_perm(LEAD_QUEUE)
        return {
            **self.model_admin.admin_site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": "Board",
            "queues": [(one.queue.value, one.queue.label) for one in lines],
            "cuts": CUTS,
            "shown": Shown(facts=_facts(total(lines)), tables=(_queues(lines),)),
            "held": list(held_by(viewer).select_related("case")),
            "reasons": SkipReason.choices,
            "team": Shown(tables=(_load(), _skips())) if leads else None,
        }


def may_open(request: HttpRequest) -> bool:
    """As of cases: asked for its entry in the sidebar."""
    return is_staff(request) and handles_cases(request.user)


def case_list(**chosen: str) -> str:
    """The address of the list of cases, narrowed."""
    return f"{reverse('admin:enforcement_case_changelist')}?{urlencode(chosen)}"


def _facts(all_of_them: Line) -> tuple[tuple[str, object], ...]:
    return (
        ("Undecided", all_of_them.open),
        ("Nobody works on", all_of_them.waiting),
        ("Oldest", _age(all_of_them)),
        ("Overdue", all_of_them.breached),
        ("Due within four hours", all_of_them.due_soon),
        ("Must be looked at", all_of_them.forced),
        ("Hide a post meanwhile", all_of_them.hidden),
    )


def _queues(lines: list[Line]) -> Table:
    columns = (
        "queue",
        "undecided",
        "nobody works on",
        "oldest",
        "overdue",
        "due soon",
        "must be looked at",
        "hide a post",
    )
    return Table(
        "By queue",
        columns,
        tuple(
            (
                Link(one.queue.label, case_list(queue__exact=one.queue)),
                one.open,
                one.waiting,
                _age(one),
                _narrowed(one.breached, one.queue, clock="over"),
                _narrowed(one.due_soon, one.queue, clock="soon"),
                one.forced,
                _narrowed(one.hidden, one.queue, hidden="now"),
            )
            for one in lines
        ),
        empty="Nothing waits for you.",
    )


def _narrowed(number: int, queue: Queue, **by: str) -> object:
    if not number:
        return 0
    return Link(str(number), case_list(queue__exact=queue, **by))


def _age(line: Line) -> str:
    return timesince(line.oldest, depth=2) if line.oldest else "-"


def _load() -> Table:
    rows = loads()
    people = User.objects.only("id", "handle").in_bulk([one.person_id for one in rows])
    return Table(
        "Who works",
        ("who", "in exports", "holds", "decided today", "skipped", "went away"),
        tuple(
            (
                person_link(people[one.person_id]) if one.person_id in people else "-",
                pseudonym_of(one.person_id),
                one.holds,
                one.decided,
                one.skipped,
                one.idle,
            )
            for one in rows
        ),
        empty="Nobody does.",
    )


def _skips() -> Table:
    since = timezone.now() - SKIPS_SHOWN
    counted = skips(since).order_by().values_list("skip_reason", "case__queue")
    many = Counter(counted)
    return Table(
        f"Skipped in the last {SKIPS_SHOWN // timedelta(days=1)} days",
        ("why", "queue", "times"),
        tuple(
            (SkipReason(why).label, Queue(queue).label, times)
            for (why, queue), times in many.most_common()
        ),
        empty="Nothing was.",
    )

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse

from accounts.admin.sections.shown import Cell, Link, Shown, Table, when
from accounts.models import User
from enforcement.models import Case, Report
from enforcement.policies import see_case

MOST = 20
CLUSTER = 2  # so many of the same people reported both


def read(case: Case, viewer: User) -> Shown:
    """About the same thing, of the same person, and of the same reporters; those alone that this
    member of staff may look at. Of how many others there are nothing is said."""
    seen = see_case.queryset(viewer).exclude(pk=case.pk)
    same = seen.filter(subject_kind=case.subject_kind, subject_id=case.subject_id)
    theirs = seen.filter(owner_id=case.owner_id).exclude(pk__in=same.values("pk"))
    return Shown(
        tables=(
            _table("About the same thing", same),
            _table("About the same person", theirs),
            _table("Reported by several of the same people", _cluster(case, seen)),
        )
    )


def _cluster(case: Case, seen: QuerySet[Case]) -> QuerySet[Case]:
    people = case.reports.exclude(reporter_id=None).values("reporter_id")
    shared = (
        Report.objects.filter(reporter_id__in=people)
        .exclude(case=case)
        .exclude(case=None)
        .values("case")
        .annotate(people=Count("reporter_id", distinct=True))
        .filter(people__gte=CLUSTER)
    )
    return seen.filter(pk__in=shared.values("case"))


def _table(title: str, cases: QuerySet[Case]) -> Table:
    newest: Iterable[Case] = cases.order_by("-opened_at")[:MOST]
    return Table(
        title,
        ("case", "about", "queue", "state", "found", "opened"),
        tuple(_row(one) for one in newest),
    )


def _row(one: Case) -> tuple[Cell, ...]:
    href = reverse("admin:enforcement_case_change", args=[one.pk])
    return (
        *(Link(one.public_id, href), one.subject, one.get_queue_display()),
        *(one.get_state_display(), one.get_outcome_display() or "-", when(one.opened_at)),
    )

"""What staff do all day, each as a call, and what it asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enforcement.policies import see_case
from enforcement.services.claiming import claim_next
from lib.actors import Actor

if TYPE_CHECKING:
    from accounts.models import User

Way = Callable[[], Any]
# What `claim_next` looks at and writes, by hand, of a reviewer who handles cases: in one statement.
CLAIMED = """
WITH turn AS (
    SELECT c.id FROM enforcement_case c
    WHERE c.state IN ('open', 'triaged') AND c.owner_id <> %(me)s AND (
        NOT c.diverted AND c.queue <> 'impersonation'
        OR NOT c.diverted AND (c.queue = 'impersonation' OR EXISTS (
            SELECT FROM enforcement_report r WHERE r.case_id = c.id AND r.counts AND r.claim <> ''))
        )
        AND NOT EXISTS (SELECT FROM enforcement_report r
            WHERE r.case_id = c.id AND (r.reporter_id = %(me)s OR r.of_id = %(me)s))
        AND NOT EXISTS (SELECT FROM enforcement_proposal p
            WHERE p.case_id = c.id AND p.state = 'waiting')
        AND NOT EXISTS (SELECT FROM enforcement_assignment a WHERE a.case_id = c.id
            AND a.holder = %(me)s AND a.ended_as = 'skipped'
            AND a.ended_at > now() - interval '1 day')
        AND NOT (c.source = 'appeal' AND (
            EXISTS (SELECT FROM enforcement_appeal p WHERE p.case_id = c.id
                AND p.person_id = %(me)s)
            OR EXISTS (SELECT FROM enforcement_report r WHERE r.case_id = c.follows_id
                AND (r.reporter_id = %(me)s OR r.of_id = %(me)s))
            OR EXISTS (SELECT FROM enforcement_appeal p
                JOIN enforcement_decision d ON d.id = p.decision_id
                WHERE p.case_id = c.id AND %(label)s IN (d.decided_by, d.approved_by))))
    ORDER BY c.priority DESC, c.sla_due_at, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
), held AS (
    INSERT INTO enforcement_assignment
        (id, case_id, holder, claimed_at, leased_until, ended_as, skip_reason)
    SELECT gen_random_uuid(), id, %(me)s, now(), now() + interval '15 minutes', '', '' FROM turn
), step AS (
    INSERT INTO enforcement_casetransition
        (subject_id, from_state, to_state, actor, reason, at)
    SELECT id, 'triaged', 'claimed', %(label)s, 'claimed', now() FROM turn
)
UPDATE enforcement_case c SET state = 'claimed' FROM turn WHERE c.id = turn.id RETURNING c.id
"""


def undone(work: Way) -> Way:
    """The same each time: nothing of it is left."""

    def run() -> Any:
        with transaction.atomic():
            found = work()
            transaction.set_rollback(True)
        return found

    return run


def next_case(by: User) -> Way:
    """Claims the case whose turn it is. Returns its key."""

    def run() -> Any:
        row = claim_next(by)
        return row.case_id if row else None

    return run


def next_case_by_hand(by: User) -> Way:
    """The same, in one statement."""
    facts = {"me": by.pk, "label": str(Actor.person(by.pk))}

    def run() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(CLAIMED, facts)
            return cursor.fetchone()[0]

    return run


def at_the_desk(by: User) -> Client:
    """A browser of theirs, in which they said why."""
    client = Client()
    client.force_login(by)
    client.post(reverse("admin:audit_reason"), {"code": "operations", "case": ""})
    return client


def page(client: Client, path: str) -> Way:
    """One page, as WSGI calls it."""

    def run() -> Any:
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}.")
        return answer

    return run


def case_path(kind: str, there: type[Model], by: User) -> str:
    """Of one that waits, about something that is there, and that `by` may look at."""
    things = there._default_manager.exclude(pk=by.pk).values("pk")
    cases = see_case.queryset(by).filter(subject_kind=kind, subject_id__in=things)
    key = cases.order_by("pk").values_list("pk", flat=True)[0]
    return reverse("admin:enforcement_case_change", args=[key])


def statements(work: Way) -> list[str]:
    """What it asks of the database, with the values, once it is warm."""
    work()
    with CaptureQueriesContext(connection) as asked:
        work()
    return [one["sql"] for one in asked.captured_queries]


def replayed(asked: list[str]) -> Way:
    """The same statements as text, one after the other, and their rows read: what no code above
    them could save, as long as it asks the same."""

    def run() -> None:
        with connection.cursor() as cursor:
            for statement in asked:
                cursor.execute(statement)
                if cursor.description is not None:
                    cursor.fetchall()

    return run

"""How far people climbed (E20): by one statement what the ladder says of each."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.actions.names import ActionName
from enforcement.ladder import LEVELS
from enforcement.measures import strikes
from enforcement.measures.strikes import STEPS, climbed
from enforcement.models import Case, Strike
from enforcement.reasons import Queue
from enforcement.services.strikes import points_of
from lib.ids import new_id
from tests.enforcement.decisions.stage import made, set_up, wanted, wish

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
given_strikes = st.lists(
    st.tuples(
        st.integers(0, 7), st.sampled_from(sorted(LEVELS)), st.integers(1, 400), st.booleans()
    ),
    max_size=40,
)


def test_it_is_what_the_ladder_says_of_each_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strikes, "SMALLEST", 1)
    people = [new_id() for _ in range(8)]

    @settings(max_examples=60)
    @given(rows=given_strikes)
    def run(rows: list[tuple[int, str, int, bool]]) -> None:
        with transaction.atomic():
            now = timezone.now()
            for who, level, days, lifted in rows:
                at = now - days * A_DAY
                Strike.objects.create(
                    person_id=people[who], level=level, cause=f"act:{new_id()}", at=at,
                    expires_at=at + LEVELS[level].decays, lifted_at=now if lifted else None,
                )  # fmt: skip
            assert {one.least: one.people for one in climbed(now) if one.people} == naive(people)
            transaction.set_rollback(True)

    run()


def naive(people: list[UUID]) -> dict[int, int]:
    counting = Strike.objects.filter(lifted_at=None, expires_at__gt=timezone.now())
    with_some = set(counting.values_list("person_id", flat=True))
    points = [points_of(one) for one in people if one in with_some]
    return dict(Counter(max(step for step in STEPS if step <= one) for one in points))


def test_of_few_no_number_is_told() -> None:
    for number in range(4):
        struck(number)
    assert {one.least: one.people for one in climbed(timezone.now())}[3] is None
    struck(4)
    assert {one.least: one.people for one in climbed(timezone.now())}[3] == 5


def struck(number: int) -> None:
    Strike.objects.create(
        person_id=new_id(), level="grave", cause=f"act:{number}",
        expires_at=timezone.now() + A_DAY,
    )  # fmt: skip


def test_strikes_of_child_safety_are_counted_for_those_who_handle_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(strikes, "SMALLEST", 1)
    stage = set_up()
    what = wanted(stage, wish(ActionName.STRIKE))
    case = Case.objects.create(
        subject_kind=what.kind, subject_id=what.key, owner_id=stage.people[0].pk,
        queue=Queue.CHILD_SAFETY, diverted=True, sla_due_at=timezone.now(),
    )  # fmt: skip
    made(stage, replace(what, case_id=case.pk))
    assert not any(one.people for one in climbed(timezone.now()))
    assert sum(one.people or 0 for one in climbed(timezone.now(), child_safety=True)) == 1

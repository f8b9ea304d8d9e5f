"""Many decide at once: real threads, real commits."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from enforcement.actions.names import ActionName
from enforcement.models import Decision
from enforcement.reasons import Queue
from enforcement.services.cases import ensure_case
from enforcement.services.deciding import decide, overturn
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from tests.accounts.test_races import at_once
from tests.enforcement.decisions.stage import DAY, Stage, effects, set_up, wanted, wish

pytestmark = pytest.mark.usefixtures("committing")
MANY = 20


def case_of(stage: Stage) -> Any:
    target = subject_of(SubjectKind.POST).known(stage.posts[0].pk)
    assert target is not None
    with transaction.atomic():
        due = timezone.now() + DAY
        return ensure_case(target, queue=Queue.GENERAL, severity=50, due_at=due)


def test_of_twenty_who_decide_one_case_one_does_and_one_undoes_it() -> None:
    stage = set_up()
    before = effects(stage)
    what = wanted(stage, wish(ActionName.REMOVE_POST), case_id=case_of(stage).pk)
    answers = at_once(*[partial(decide, wanted=what, by=stage.judge)] * MANY)
    first = Decision.objects.get()
    assert Counter(answers) == {"stale_state": MANY - 1, first: 1}
    undo = partial(overturn, decision=first, statement="We were wrong.", by=stage.judge)
    answers = at_once(*[undo] * MANY)
    assert Counter(answers)["stale_state"] == MANY - 1
    assert Decision.objects.count() == 2
    assert effects(stage) == before

"""Many at once: real threads, real commits."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from enforcement.models import Appeal, AppealOutcome, AppealState, Case, Decision
from enforcement.saying import Said
from enforcement.services.appealing import appeal_own, appeal_report, resolve
from enforcement.services.filing import file_report
from enforcement.states import CaseSource
from tests import cast
from tests.accounts.test_races import at_once
from tests.enforcement.appeals.sides import REMOVED, SAID, WHY, ruled, upheld
from tests.enforcement.decisions.stage import chief, decided, effects, set_up

pytestmark = pytest.mark.usefixtures("committing")
MANY = 8


def test_of_many_who_send_and_answer_an_appeal_one_does() -> None:
    stage = set_up()
    before = effects(stage)
    decision = decided(stage, REMOVED)
    sent = at_once(*[partial(appeal_own, decision=decision, text=WHY)] * MANY)
    one = Appeal.objects.get()
    assert Counter(sent) == {"already_appealed": MANY - 1, one: 1}
    assert Case.objects.filter(source=CaseSource.APPEAL).count() == 1

    staff = [chief(), chief()]
    answers: list[Any] = [
        partial(resolve, appeal=one, by=by, outcome=outcome, statement=SAID)
        for by in staff
        for outcome in AppealOutcome
    ]
    assert Counter(map(str, at_once(*answers)))["stale_state"] == len(answers) - 1
    one.refresh_from_db()
    assert one.state == AppealState.RESOLVED
    newer = Decision.objects.filter(supersedes=decision).count()
    assert newer == (0 if one.outcome == AppealOutcome.UPHELD else 1)
    if newer:
        assert effects(stage) == before


def test_while_one_of_a_side_is_answered_the_others_are_answered_with_it_or_refused() -> None:
    stage = set_up()
    first, *others = [
        file_report(
            by=cast.adult("r"), subject=stage.posts[0].public_id, reason="hate_speech", said=Said()
        )
        for _ in range(MANY)
    ]
    ruled(stage)
    one = appeal_report(report=first, text=WHY)
    said = at_once(
        partial(upheld, one, stage.second),
        *(partial(appeal_report, report=row, text=WHY) for row in others),
    )
    refused = [each for each in said if each == "not_appealable"]
    sent = Appeal.objects.all()
    assert len(refused) + sent.count() == MANY
    assert {row.state for row in sent} == {AppealState.RESOLVED}
    assert Case.objects.filter(source=CaseSource.APPEAL).count() == 1

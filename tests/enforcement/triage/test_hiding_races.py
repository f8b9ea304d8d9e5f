"""The sweeper ends what is hidden first while somebody decides: real threads, real commits."""

from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Decision, Hiding, TrustedFlagger
from enforcement.services import deciding
from enforcement.services.outcomes import settle_case
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from enforcement.work import hidings
from tests import cast
from tests.accounts.test_races import at_once
from tests.client import Api
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import case_of, reported
from tests.feed.studio import published

pytestmark = pytest.mark.usefixtures("committing")
A_WHILE = 2  # seconds: a sweeper that waited for the post would hold the hiding by then
AT_MOST = 60


def test_a_decision_and_the_sweeper_wait_for_each_other_in_no_circle(
    api: Api, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, flagger, judge = published(creator), cast.adult("flagger"), chief()
    TrustedFlagger.objects.create(person_id=flagger.pk, appointed_by=flagger.pk)
    reported(api, flagger, post, "hate_extremism")
    Hiding.objects.update(ends_at=timezone.now())
    holds_post, swept = Event(), Event()

    def settle_later(*args: Any, **kwargs: Any) -> None:
        holds_post.set()
        swept.wait(A_WHILE)
        settle_case(*args, **kwargs)

    def decide() -> Decision:
        wish = Wish(ActionName.REMOVE_POST)
        wanted = Wanted(
            SubjectKind.POST, post.pk, ("hate_extremism",), "Why.", (wish,),
            case_id=case_of(post).pk,
        )  # fmt: skip
        return deciding.decide(wanted=wanted, by=judge)

    def sweep() -> int:
        assert holds_post.wait(AT_MOST)
        try:
            return hidings.end_over()
        finally:
            swept.set()

    monkeypatch.setattr(deciding, "settle_case", settle_later)
    made, ended = at_once(decide, sweep)
    assert isinstance(made, Decision)
    assert ended == 0, "the case is somebody's: its decision ends it"
    assert Hiding.objects.get().ended_as == "decided"

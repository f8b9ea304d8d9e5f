"""Moderators' pages: the queue, all there is to see of a thing, and a decision."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from generation.models import Job
from generation.services.contest import contest
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import Outcome, Review, ReviewState, Scan
from moderation.services.reviews import decide
from tests.answering import answering
from tests.client import Api
from tests.generation.studio import submitted
from tests.staff import at_the_desk

PROMPT = "an unmistakable wish"
STATEMENT = "it is a scene of a play"


@pytest.fixture
def review(creator: Any, screener_answers: Callable[..., None]) -> Review:
    screener_answers(answering(Hit(Category.VIOLENCE, 0.97, term="violence-7", start=3, end=9)))
    job = submitted(creator, prompt=PROMPT)
    contest(job=job, by=creator, statement=STATEMENT)
    return Review.objects.get()


def decide_page(review: Review) -> str:
    return f"/admin/moderation/review/{review.public_id}/decide/"


def test_the_queue_shows_it_without_anybody_s_words(desk: Client, review: Review) -> None:
    page = desk.get("/admin/moderation/review/").content.decode()
    assert review.subject in page
    assert PROMPT not in page
    assert STATEMENT not in page


def test_its_page_shows_words_statement_and_findings(desk: Client, review: Review) -> None:
    page = desk.get(f"/admin/moderation/review/{review.pk}/change/").content.decode()
    for text in (PROMPT, STATEMENT, "violence-7", "0.970"):
        assert text in page
    assert AuditEvent.objects.filter(action="audit.staff.opened", target=review.public_id).exists()


def test_staff_without_the_right_see_no_words(moderator: Any, review: Review) -> None:
    page = at_the_desk(moderator).get(f"/admin/moderation/review/{review.pk}/change/")
    assert page.status_code == 200
    assert PROMPT not in page.content.decode()
    assert STATEMENT not in page.content.decode()


@pytest.mark.parametrize("outcome", Outcome)
def test_a_decision_is_recorded_with_its_reason(
    desk: Client, review: Review, outcome: Outcome
) -> None:
    answer = desk.post(decide_page(review), {"outcome": outcome.value})
    assert answer.status_code == 302
    decided = Review.objects.get()
    assert (decided.state, decided.outcome) == (ReviewState.DECIDED, outcome)
    row = AuditEvent.objects.get(action="moderation.review.decided")
    assert (row.target, row.facts["outcome"], row.facts["reason"]) == (
        review.subject,
        outcome.value,
        "complaint",
    )


def test_nobody_decides_twice(desk: Client, review: Review, moderator: Any) -> None:
    stale = Review.objects.get()
    desk.post(decide_page(review), {"outcome": "refused"})
    again = desk.post(decide_page(review), {"outcome": "fine_for_all"})
    assert Review.objects.get().outcome == "refused"
    assert "This was decided: Refused" in again.content.decode()
    from lib.errors import StaleState

    with pytest.raises(StaleState):
        decide(review=stale, by=User.objects.get(pk=moderator.pk), outcome=Outcome.FINE_FOR_ALL)


@pytest.mark.parametrize("key", ["rev_" + "0" * 26, "nonsense"])
def test_a_review_that_is_none_is_not_found(desk: Client, key: str) -> None:
    assert desk.get(f"/admin/moderation/review/{key}/decide/").status_code == 404


def test_staff_without_the_right_decide_nothing(moderator: Any, review: Review) -> None:
    answer = at_the_desk(moderator).post(decide_page(review), {"outcome": "fine_for_all"})
    assert Review.objects.get().state == ReviewState.OPEN
    assert answer.status_code in (200, 403)


def test_staff_without_the_right_see_no_words_on_the_deciding_page(
    moderator: Any, review: Review
) -> None:
    answer = at_the_desk(moderator).get(decide_page(review))
    assert PROMPT not in answer.content.decode()
    assert STATEMENT not in answer.content.decode()


def test_scans_show_their_findings_to_staff(desk: Client, review: Review) -> None:
    scan = Scan.objects.get()
    page = desk.get(f"/admin/moderation/scan/{scan.pk}/change/").content.decode()
    assert "violence-7" in page
    assert PROMPT not in page


def test_when_somebody_leaves_their_words_go_and_the_question_is_closed(
    api: Api, creator: Any, review: Review, deliver: Callable[[], int]
) -> None:
    from accounts.services.deletion import delete_account
    from lib.actors import Actor

    delete_account(person=User.objects.get(pk=creator.pk), actor=Actor.person(creator.pk))
    deliver()
    gone = Review.objects.get()
    assert (gone.statement, gone.state) == (None, ReviewState.LAPSED)
    assert not Job.objects.exists()

"""A small edit of what was just refused is not simply let through."""

from typing import Any

import pytest

from generation.models import Job
from generation.stages import Stage
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import RefusedText, Review
from tests.answering import answering, away
from tests.client import Api
from tests.generation.studio import submitted, worked
from tests.moderation.probing.studio import BLOCKED, Use, ask, pass_time

WISH = "a jester throwing custard pies at the mayor"
EDITED = "a jester throwing cream pies at the mayor"
OTHER = "a submarine passes under a frozen lake"
NEAR = Hit(Category.VIOLENCE, 0.3)
FAR = Hit(Category.VIOLENCE, 0.1)


@pytest.fixture
def refused(api: Api, creator: Any, screener_answers: Use) -> None:
    screener_answers(answering(BLOCKED))
    assert ask(api, creator, WISH).status_code == 422


def test_an_edit_whose_score_is_near_waits_for_a_person(
    api: Api, creator: Any, refused: None, screener_answers: Use
) -> None:
    screener_answers(answering(NEAR))
    answer = ask(api, creator, EDITED)
    assert (answer.status_code, answer.json()["delayed"]) == (202, True)
    review = Review.objects.get()
    assert (review.cause, review.category) == ("policy", "violence")


@pytest.mark.parametrize(("prompt", "hit"), [(OTHER, NEAR), (EDITED, FAR), (EDITED, None)])
def test_another_wish_or_a_good_edit_is_made(
    api: Api, creator: Any, refused: None, screener_answers: Use, prompt: str, hit: Hit | None
) -> None:
    screener_answers(answering(*([hit] if hit else [])))
    assert ask(api, creator, prompt).json()["delayed"] is False


def test_others_and_tomorrow_are_free_of_suspicion(
    api: Api, creator: Any, friend: Any, refused: None, screener_answers: Use
) -> None:
    screener_answers(answering(NEAR))
    assert ask(api, friend, EDITED).json()["delayed"] is False
    pass_time(25 * 60)
    assert ask(api, creator, EDITED).json()["delayed"] is False


def test_the_screen_queue_is_as_strict(
    api: Api, creator: Any, refused: None, screener_answers: Use
) -> None:
    screener_answers(away)
    job = submitted(creator, prompt=EDITED)
    screener_answers(answering(NEAR))
    held = worked(job, Stage.SCREEN)
    assert (held.state, held.held_for) == ("held", "review")


def test_a_refusal_that_was_taken_back_makes_nothing_suspect(
    api: Api, creator: Any, refused: None, screener_answers: Use
) -> None:
    RefusedText.objects.update(overturned_at="2026-01-01T00:00:00Z")
    screener_answers(answering(NEAR))
    assert ask(api, creator, EDITED).json()["delayed"] is False


def test_waiting_for_a_person_is_no_refusal(
    api: Api, creator: Any, refused: None, screener_answers: Use
) -> None:
    screener_answers(answering(NEAR))
    ask(api, creator, EDITED)
    assert (RefusedText.objects.count(), Job.objects.filter(state="held").count()) == (1, 1)

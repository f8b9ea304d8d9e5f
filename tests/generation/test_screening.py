"""A prompt's words are judged before anything is drawn, whoever answers and whenever."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.models import Job
from generation.states import JobState
from lib.outbox.models import OutboxMessage
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import Finding, Scan
from tests.answering import answering, away
from tests.client import Api, code_of
from tests.generation.studio import WISH, Puppet, submitted

CRUEL = Hit(Category.VIOLENCE, 0.97, term="violence-1", start=2, end=9)
MILD = Hit(Category.ILLICIT, 0.6)
DOUBTFUL = Hit(Category.VIOLENCE, 0.88)

Use = Callable[..., None]


def ask(api: Api, person: Any, **wish: Any) -> Any:
    return api.post("/generations", {**WISH, **wish}, as_=person, key="k")


def messages() -> list[str]:
    return list(OutboxMessage.objects.values_list("actor_name", flat=True))


def test_the_verdict_stands_before_any_message_to_a_renderer(api: Api, creator: Any) -> None:
    job = Job.objects.get(pk=made(api, creator))
    scan = Scan.objects.get()
    assert (scan.subject, scan.stage, scan.verdict) == (job.public_id, "screen", "allow")
    assert messages() == ["render_job"]
    assert OutboxMessage.objects.get().created_at >= scan.at


def made(api: Api, person: Any, **wish: Any) -> Any:
    answer = ask(api, person, **wish)
    assert answer.status_code in (202, 422), answer.content
    return Job.objects.get().pk


def test_what_is_refused_is_kept_but_never_drawn(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(CRUEL))
    answer = ask(api, creator)
    assert (answer.status_code, code_of(answer)) == (422, "input_moderation")
    job = api.get(answer["Location"].removeprefix("/api/v1"), as_=creator).json()
    assert (job["status"], job["error"]["stage"]) == ("failed", "screen")
    assert (job["error"]["category"], job["can"]["contest"]) == ("violence", True)
    assert "render_job" not in messages()
    assert Finding.objects.get().term == "violence-1"


def test_no_score_and_no_term_reaches_the_maker(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(CRUEL))
    answer = ask(api, creator)
    told = answer.content.decode() + api.get("/generations", as_=creator).content.decode()
    told += api.get("/me/events", as_=creator).content.decode()
    for secret in ("0.97", "violence-1", "score", "lexicon", "detector"):
        assert secret not in told


def test_words_in_quotes_are_judged_as_what_is_said(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(CRUEL, where="only this"))
    assert ask(api, creator, prompt='A field. A man says "only this".').status_code == 422
    surfaces = set(Finding.objects.values_list("surface", flat=True))
    assert surfaces == {"prompt", "dialogue"}


@pytest.mark.parametrize(
    ("category", "code"),
    [
        (Category.LIKENESS, "likeness"),
        (Category.THIRD_PARTY, "third_party_content"),
        (Category.CHILD_SAFETY, "minor_policy"),
        (Category.HATE, "input_moderation"),
    ],
)
def test_the_public_code_says_the_class(
    api: Api, creator: Any, screener_answers: Use, category: Category, code: str
) -> None:
    screener_answers(answering(Hit(category, 1.0)))
    assert code_of(ask(api, creator)) == code


def test_a_teen_is_refused_what_an_adult_may_keep_to_themself(
    api: Api, creator: Any, teen: Any, screener_answers: Use
) -> None:
    screener_answers(answering(MILD))
    assert ask(api, creator).status_code == 202
    answer = ask(api, teen)
    assert (answer.status_code, code_of(answer)) == (422, "minor_policy")


def test_a_minor_in_the_picture_tightens_it_for_an_adult(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(MILD, depicts_minor=True))
    assert code_of(ask(api, creator)) == "minor_policy"
    assert Job.objects.get().depicts_minor


def test_when_the_screener_is_away_the_job_waits_for_the_queue(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(away)
    answer = ask(api, creator)
    assert answer.status_code == 202
    assert (answer.json()["status"], answer.json()["stage"]) == ("queued", "screening")
    assert messages() == ["screen_job"]
    assert not Scan.objects.exists()


def test_the_screen_queue_lets_it_go_on(
    creator: Any,
    screener_answers: Use,
    deliver: Callable[[], int],
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    screener_answers(away)
    job = submitted(creator)
    screener_answers(answering())
    deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.COMPLETED
    assert Job.objects.get(pk=job.pk).screened_as == "development"


def test_the_screen_queue_refuses_it_too(
    creator: Any, screener_answers: Use, deliver: Callable[[], int]
) -> None:
    screener_answers(away)
    job = submitted(creator)
    screener_answers(answering(CRUEL))
    deliver()
    refused = Job.objects.get(pk=job.pk)
    assert (refused.state, refused.error_code) == (JobState.REFUSED, "input_moderation")
    assert not refused.begun_at


def test_a_screener_that_stays_away_holds_the_job_and_loses_nothing(
    creator: Any, screener_answers: Use, deliver: Callable[[], int]
) -> None:
    screener_answers(away)
    job = submitted(creator)
    deliver()
    held = Job.objects.get(pk=job.pk)
    assert (held.state, held.held_for, held.held_stage) == (JobState.HELD, "unassessed", "screen")
    assert Scan.objects.get().lacking


def test_whoever_may_not_submit_never_reaches_the_screener(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    from accounts.models import Standing, User

    asked: list[Any] = []

    def watching(pieces: Any, *, seconds: float) -> Any:
        asked.append(pieces)
        return []

    screener_answers(watching)
    User.objects.filter(pk=creator.pk).update(state=Standing.LIMITED)
    assert ask(api, creator).status_code == 403
    assert asked == []


def test_the_screener_is_asked_outside_any_transaction(
    committing: None, api: Api, creator: Any, screener_answers: Use
) -> None:
    from django.db import connection

    within: list[bool] = []
    real = answering()

    def watching(pieces: Any, *, seconds: float) -> Any:
        within.append(connection.in_atomic_block)
        return real(pieces, seconds=seconds)

    screener_answers(watching)
    assert ask(api, creator).status_code == 202
    assert within == [False]


def test_a_repeated_request_is_one_refusal(api: Api, creator: Any, screener_answers: Use) -> None:
    screener_answers(answering(CRUEL))
    first, second = ask(api, creator), ask(api, creator)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1


def test_a_doubtful_prompt_waits_for_a_person(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    from moderation.models import Review

    screener_answers(answering(DOUBTFUL))
    answer = ask(api, creator)
    assert (answer.status_code, answer.json()["delayed"]) == (202, True)
    review = Review.objects.get()
    assert (review.cause, review.category, review.state) == ("policy", "violence", "open")


def test_a_repeated_request_is_answered_as_before_though_new_ones_are_stopped(
    api: Api, creator: Any
) -> None:
    from generation.models import StopSwitch

    first = ask(api, creator)
    StopSwitch.objects.create(engaged_by="test", reason="test")
    assert ask(api, creator).json() == first.json()
    assert api.post("/generations", WISH, as_=creator, key="other").status_code == 503

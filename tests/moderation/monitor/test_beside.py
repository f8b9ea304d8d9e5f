"""The slow look runs beside rendering; what it blocks is stopped, what it skips never leaves."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from accounts.models import User
from config.staff import appoint_moderator
from feed.services.verdicts import rating_of_film
from generation.models import Attempt, Draft, Job, Outcome
from generation.services.cancel import cancel
from generation.services.contest import contest
from generation.services.screening import audience_of
from generation.stages import Stage
from generation.states import JobState
from generation.work import beside
from generation.work.beside import _words_of, look
from generation.work.holding import sweep_holds
from generation.work.inspecting import inspect
from generation.work.rendering import render
from generation.work.sweeping import sweep_all
from lib.outbox.models import OutboxMessage
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.inspection import Inspection
from moderation.models import Finding, Review, Scan
from moderation.models import Outcome as Decision
from moderation.monitor.client import ask, the_breaker
from moderation.services.reviews import decide
from tests import roles
from tests.generation.studio import Puppet, seen_nothing, submitted, worked
from tests.moderation.monitor import server
from tests.moderation.monitor.conftest import Against
from tests.moderation.monitor.server import saying, status

Use = Callable[..., Puppet]
Deliver = Callable[[], int]
pytestmark = pytest.mark.django_db

BLOCK = saying(violence=0.97)
DOUBT = saying(violence=0.85)


def owed() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("actor_name", flat=True))


def fresh(job: Job) -> Job:
    job.refresh_from_db()
    return job


def monitor_scans() -> int:
    return Scan.objects.filter(stage="monitor").count()


def appointed(person: Any) -> User:
    with roles.acting_as("migrate"):
        appoint_moderator(person)
    return User.objects.get(pk=person.pk)


def looked_again(job: Job, deliver: Deliver) -> Job:
    """The keeper finds that a held job is due."""
    Job.objects.filter(pk=job.pk).update(rescan_at=Now() - timedelta(seconds=1))
    sweep_holds()
    deliver()
    return fresh(job)


def test_without_a_monitor_nothing_changes(creator: Any, puppet: Use, deliver: Deliver) -> None:
    puppet()
    job = submitted(creator)
    assert owed() == ["render_job"]
    deliver()
    assert fresh(job).state == JobState.COMPLETED
    assert monitor_scans() == 0
    assert rating_of_film(job).fits_under_18


def test_it_is_asked_for_in_the_commit_of_the_render_message(
    creator: Any, against: Against
) -> None:
    monitor = against()
    job = submitted(creator)
    assert owed() == ["render_job", "monitor_job"]
    assert fresh(job).second_look_at is not None
    assert monitor.asked == [], "never while its maker waits"


def test_what_it_finds_nothing_in_is_looked_at_twice_and_leaves(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    monitor = against()
    puppet()
    job = submitted(creator, prompt='a quiet lake. A man says "good morning".')
    look(job.pk)
    deliver()
    assert fresh(job).state == JobState.COMPLETED
    assert fresh(job).second_look_at is None
    assert monitor_scans() == 1
    words, film = (body["messages"][1]["content"] for body in monitor.asked)
    assert [one["type"] for one in words] == ["text"]
    assert [one["type"] for one in film] == ["text", *["image_url"] * 6]
    assert "good morning" in film[0]["text"]
    assert creator.public_id not in str(monitor.asked)
    assert rating_of_film(job).fits_under_18
    detectors = Scan.objects.get(stage="inspect").detectors
    assert detectors["monitor"].startswith("judge-1@")


def test_the_question_overlaps_with_the_rendering_and_a_block_stops_it(
    committing: None, creator: Any, against: Against, puppet: Use, media_dir: Path, deliver: Deliver
) -> None:
    """In the order of events: begun to draw, asked, drawn on, answered, stopped."""
    happened: list[str] = []
    begun, asked, drawn_on = threading.Event(), threading.Event(), threading.Event()

    def slowly(handler: Any, body: Any) -> None:
        happened.append("asked")
        asked.set()
        assert drawn_on.wait(60)
        happened.append("answered")
        BLOCK(handler, body)

    def ask_beside() -> None:
        try:
            assert begun.wait(60)
            look(job.pk)
        finally:
            connection.close()

    def begin() -> None:
        happened.append("drawing")
        begun.set()
        assert asked.wait(60)

    def draw_on() -> None:
        happened.append("drawing on")
        drawn_on.set()
        thread.join(60)

    against(slowly)
    job = submitted(creator)
    engine = puppet(0.2, begin, 0.4, draw_on, lambda: happened.append("never"))
    thread = threading.Thread(target=ask_beside)
    thread.start()
    render(job.pk)
    assert happened == ["drawing", "asked", "drawing on", "answered"]
    assert len(engine.renders) == 1
    refused = fresh(job)
    assert (refused.state, refused.error_code) == (JobState.REFUSED, "input_moderation")
    assert (refused.error_stage, refused.refused_for) == (Stage.SCREEN, "violence")
    assert Attempt.objects.get(job=job).outcome == Outcome.CANCELLED
    deliver()
    assert not Draft.objects.exists()
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_a_block_before_it_is_drawn_draws_nothing(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(BLOCK)
    engine = puppet()
    job = submitted(creator)
    look(job.pk)
    assert fresh(job).state == JobState.REFUSED
    deliver()
    assert engine.renders == []
    review = Review.objects.get()
    assert (review.cause, review.stage, review.category) == ("disagreement", "screen", "violence")
    assert Finding.objects.filter(term="monitor:depiction").count() == 1


def test_a_block_that_comes_when_it_is_drawn_stops_it_at_the_inspection(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(BLOCK, saying())
    puppet()
    job = submitted(creator)
    opinion = ask(_words_of(job), audience=audience_of(job))
    render(job.pk)
    beside._keep(job.pk, beside.evidence_of(opinion, elsewhere=Surface.PROMPT))
    assert fresh(job).state == JobState.RENDERED
    inspect(job.pk)
    refused = fresh(job)
    assert (refused.state, refused.refused_for) == (JobState.REFUSED, "violence")
    deliver()
    assert not Draft.objects.exists()


def test_a_doubt_lets_it_be_drawn_and_asks_a_person(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(DOUBT, saying())
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    held = fresh(job)
    assert (held.state, held.held_for, held.held_stage) == (JobState.HELD, "review", "inspect")
    assert Review.objects.get().cause == "disagreement"


@pytest.mark.parametrize("respond", [status(401), server.huge], ids=["401", "huge"])
def test_a_monitor_that_does_not_answer_holds_and_later_lets_go(
    creator: Any, against: Against, puppet: Use, deliver: Deliver, respond: server.Respond
) -> None:
    monitor = against(respond)
    puppet()
    job = submitted(creator)
    deliver()
    held = fresh(job)
    assert (held.state, held.held_for, held.held_stage) == (JobState.HELD, "unassessed", "inspect")
    assert not Draft.objects.exists()
    monitor.respond = saying()
    assert looked_again(job, deliver).state == JobState.COMPLETED
    assert rating_of_film(job).fits_under_18


def test_a_film_with_what_words_did_not_say_is_refused(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(saying(), saying(hate=0.95))
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    refused = fresh(job)
    assert (refused.error_code, refused.refused_for) == ("output_moderation", "hate")
    assert Review.objects.get().cause == "disagreement"


def test_when_others_block_and_it_would_not_a_person_looks_and_nothing_leaves(
    creator: Any,
    against: Against,
    puppet: Use,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    against()
    puppet()
    bloody = Answer(
        "frames", "1", dict.fromkeys(Category, Coverage.ASSESSED), (Hit(Category.VIOLENCE, 0.99),)
    )

    def seen(path: Path, **more: Any) -> Inspection:
        found = seen_nothing(path, **more)
        return Inspection([(Surface.FRAME, bloody)], found.on_screen, found.heard)

    monkeypatch.setattr("generation.work.inspecting.inspect_film", seen)
    job = submitted(creator)
    deliver()
    assert fresh(job).state == JobState.REFUSED
    assert (Review.objects.get().cause, Review.objects.get().stage) == ("disagreement", "inspect")


def test_its_fine_stands_in_for_nobody(
    creator: Any,
    against: Against,
    puppet: Use,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What no detector of frames assessed stays unassessed, however calm the monitor is."""
    against()
    puppet()
    blind = Inspection([(Surface.FRAME, Answer("frames", "1"))], [], seen_nothing(Path()).heard)
    monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda path, **_: blind)
    job = submitted(creator)
    deliver()
    assert (fresh(job).state, fresh(job).held_for) == (JobState.HELD, "unassessed")


def test_a_doubled_message_asks_once(creator: Any, against: Against) -> None:
    monitor = against()
    job = submitted(creator)
    for _ in range(3):
        look(job.pk)
    assert (len(monitor.asked), monitor_scans()) == (1, 1)


def test_two_answers_at_once_leave_one_scan(creator: Any, against: Against) -> None:
    """The second message is answered while the first waits for its answer."""

    def meanwhile(handler: Any, body: Any) -> None:
        if len(monitor.asked) == 1:
            asked.set()
            assert second.wait(60)
        saying()(handler, body)

    monitor, asked, second = against(meanwhile), threading.Event(), threading.Event()
    job = submitted(creator)
    question, audience = _words_of(job), audience_of(job)
    opinions: list[Any] = []
    first = threading.Thread(target=lambda: opinions.append(ask(question, audience=audience)))
    first.start()
    assert asked.wait(60)
    look(job.pk)
    second.set()
    first.join(60)
    beside._keep(job.pk, beside.evidence_of(opinions[0], elsewhere=Surface.PROMPT))
    assert (len(monitor.asked), monitor_scans()) == (2, 1)


def test_a_late_message_does_nothing(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    monitor = against()
    puppet()
    job = submitted(creator)
    deliver()
    asked = len(monitor.asked)
    look(job.pk)
    assert (len(monitor.asked), fresh(job).state) == (asked, JobState.COMPLETED)


def test_a_lost_message_is_sent_again_and_one_in_time_is_not(
    creator: Any, against: Against, as_worker: Any
) -> None:
    against()
    job = submitted(creator)
    OutboxMessage.objects.all().delete()
    with as_worker():
        sweep_all()
    assert "monitor_job" not in owed()
    Job.objects.filter(pk=job.pk).update(second_look_at=Now() - timedelta(seconds=1))
    with as_worker():
        sweep_all()
        sweep_all()
    assert owed().count("monitor_job") == 1


def test_an_answer_that_never_came_is_asked_for_by_the_inspection(
    creator: Any, against: Against, puppet: Use
) -> None:
    """Its worker was killed: the message is gone, and the film is there before the sweeper."""
    monitor = against()
    puppet()
    job = worked(submitted(creator), Stage.RENDER, Stage.INSPECT)
    assert job.state == JobState.INSPECTED
    assert (len(monitor.asked), monitor_scans()) == (1, 1)


def test_a_film_that_was_inspected_before_there_was_a_monitor_goes_back(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    puppet()
    job = worked(submitted(creator), Stage.RENDER, Stage.INSPECT, Stage.LIKENESS)
    assert job.state == JobState.CLEARED
    against()
    worked(job, Stage.FINISH)
    assert (fresh(job).state, job.held_stage) == (JobState.HELD, "inspect")
    assert looked_again(job, deliver).state == JobState.COMPLETED


def test_a_draft_that_it_never_saw_is_fit_for_nobody(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    puppet()
    job = submitted(creator)
    deliver()
    assert rating_of_film(job).fits_under_18
    against()
    rating = rating_of_film(job)
    assert (rating.fits_under_18, rating.fits_adults) == (False, False)


def test_what_it_found_keeps_a_film_from_the_public_feed(
    creator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    against(saying(violence=0.6), saying())
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    assert fresh(job).state == JobState.COMPLETED
    rating = rating_of_film(job)
    assert (rating.fits_adults, rating.fits_under_18) == (True, False)


def test_a_person_who_finds_the_words_fine_is_believed(
    creator: Any, moderator: Any, against: Against, puppet: Use, deliver: Deliver
) -> None:
    monitor = against(BLOCK, saying())
    puppet()
    job = submitted(creator)
    look(job.pk)
    OutboxMessage.objects.all().delete()
    contest(job=fresh(job), by=creator)
    decide(
        review=Review.objects.get(state="open"),
        by=appointed(moderator),
        outcome=Decision.FINE_FOR_ALL,
    )
    deliver()
    assert fresh(job).state == JobState.COMPLETED
    assert len(monitor.asked) == 2, "the words are not asked about again"
    assert rating_of_film(job).fits_under_18


def test_an_earlier_wish_to_stop_is_what_its_maker_is_told(
    creator: Any, against: Against, puppet: Use
) -> None:
    against(BLOCK)
    job = submitted(creator)

    def stop_and_look() -> None:
        cancel(job=job, by=creator)
        look(job.pk)

    puppet(0.2, stop_and_look)
    render(job.pk)
    assert fresh(job).state == JobState.CANCELLED
    assert monitor_scans() == 1


def test_a_minor_in_the_words_tightens_the_job(creator: Any, against: Against) -> None:
    against(saying(minor=True, illicit=0.6))
    job = submitted(creator)
    look(job.pk)
    assert (fresh(job).state, job.error_code) == (JobState.REFUSED, "minor_policy")
    assert job.depicts_minor


def test_drift_asks_a_person(creator: Any, against: Against, puppet: Use, deliver: Deliver) -> None:
    against(saying(), saying(drift=0.9))
    puppet()
    job = submitted(creator)
    look(job.pk)
    deliver()
    assert (fresh(job).state, fresh(job).held_for) == (JobState.HELD, "review")
    assert Finding.objects.filter(term="monitor:drift").exists()


def test_readyz_tells_of_it_where_it_is_configured(api: Any, against: Against) -> None:
    assert "monitor" not in api.get("/readyz").json()["parts"]
    against()
    assert api.get("/readyz").json()["parts"]["monitor"]["ok"]
    the_breaker().rest(60)
    answer = api.get("/readyz")
    assert answer.json()["parts"]["monitor"]["ok"] is False
    assert "open" in answer.json()["parts"]["monitor"]["detail"]

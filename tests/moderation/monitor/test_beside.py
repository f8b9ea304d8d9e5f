"""The slow look runs beside rendering; what it blocks is stopped, what it skips never leaves."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from feed.services.verdicts import rating_of_film
from generation.models import Attempt, Draft, Job, Outcome
from generation.services.cancel import cancel
from generation.services.contest import contest
from generation.services.screening import audience_of
from generation.stages import Stage
from generation.states import JobState
from generation.work import beside
from generation.work.beside import _words_of, look
from generation.work.inspecting import inspect
from generation.work.sweeping import sweep_all
from lib.outbox.models import OutboxMessage
from moderation.categories import Surface
from moderation.models import Finding, Review, Scan
from moderation.models import Outcome as Decision
from moderation.monitor.client import ask, the_breaker
from moderation.monitor.evidence import evidence_of
from moderation.services.reviews import decide
from tests.generation.studio import Puppet, draw, submitted, worked
from tests.moderation.monitor.conftest import Against
from tests.moderation.monitor.jobs import appointed, fresh, monitor_scans, owed
from tests.moderation.monitor.server import saying

Use = Callable[..., Puppet]
Deliver = Callable[[], int]
pytestmark = pytest.mark.django_db

BLOCK = saying(violence=0.97)


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
    draw(job.pk)
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
    draw(job.pk)
    beside._keep(job.pk, evidence_of(opinion, elsewhere=Surface.PROMPT))
    assert fresh(job).state == JobState.RENDERED
    inspect(job.pk)
    refused = fresh(job)
    assert (refused.state, refused.refused_for) == (JobState.REFUSED, "violence")
    deliver()
    assert not Draft.objects.exists()


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
    beside._keep(job.pk, evidence_of(opinions[0], elsewhere=Surface.PROMPT))
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
    coverage = Scan.objects.get(stage="monitor").coverage
    said = {word for categories in coverage.values() for word in categories.values()}
    assert said == {"not_assessed"}, "a rating must never take its word for that of a detector"


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
    draw(job.pk)
    assert fresh(job).state == JobState.CANCELLED
    assert monitor_scans() == 1


def test_a_minor_in_the_words_tightens_the_job(creator: Any, against: Against) -> None:
    against(saying(minor=True, illicit=0.6))
    job = submitted(creator)
    look(job.pk)
    assert (fresh(job).state, job.error_code) == (JobState.REFUSED, "minor_policy")
    assert job.depicts_minor


def test_readyz_tells_of_it_where_it_is_configured(api: Any, against: Against) -> None:
    assert "monitor" not in api.get("/readyz").json()["parts"]
    against()
    assert api.get("/readyz").json()["parts"]["monitor"]["ok"]
    the_breaker().rest(60)
    answer = api.get("/readyz")
    assert answer.json()["parts"]["monitor"]["ok"] is False
    assert "open" in answer.json()["parts"]["monitor"]["detail"]

"""What one person's "fine" stands for: what they were asked about, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from audit.models import AuditEvent
from config.staff import appoint_moderator
from generation.holds import PERSON_AFTER, REMOVED_AFTER
from generation.models import Asset, Draft, Job
from generation.models.assets import FOR_REVIEWERS
from generation.services.contest import contest
from generation.services.verdicts import ask_about_refusal
from generation.stages import Stage
from generation.states import JobState
from generation.work.holding import sweep_holds
from generation.work.reviewed import obey
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError
from moderation.answers import Answer, Coverage, Hit, Ruling
from moderation.categories import Category, Surface
from moderation.detectors.base import Heard
from moderation.inspection import Inspection
from moderation.models import Outcome, Review, ReviewState, Scan
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, judge
from moderation.policy.loading import current_policy
from moderation.services.rating import evidence_of, newest_scans
from moderation.services.reviews import decide
from moderation.services.screening import forgivable, judged
from tests import roles
from tests.answering import answering
from tests.client import Api, code_of
from tests.generation.studio import Puppet, submitted, worked
from tests.staff import at_the_desk

CRUEL = Hit(Category.VIOLENCE, 0.97)
HATEFUL = Hit(Category.HATE, 0.96)
KNOWN = Hit(Category.CHILD_SAFETY, 1.0, term="e", ruling=Ruling.BLOCK)
UNSURE = Hit(Category.CHILD_SAFETY, 1.0, term="e", ruling=Ruling.REVIEW)
ALL = dict.fromkeys(Category, Coverage.ASSESSED)
Use = Callable[..., None]
Deliver = Callable[[], int]
See = Callable[..., None]


@pytest.fixture(autouse=True)
def drawn(puppet: Callable[..., Puppet]) -> None:
    """Every film of these tests is drawn by the puppet."""
    puppet()


@pytest.fixture
def see(monkeypatch: pytest.MonkeyPatch) -> See:
    """`see(*hits)`: what detectors of frames find in every film from now on."""

    def use(
        *hits: Hit, coverage: dict[Category, Coverage] = ALL, minor: bool | None = None
    ) -> None:
        seen = Inspection(
            answers=[(Surface.FRAME, Answer("test", "1", coverage, hits, minor))],
            on_screen=[],
            heard=Heard((), complete=True, unexplained=(), detector="test", version="1"),
        )
        monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda path, **_: seen)

    return use


@pytest.fixture
def desk(moderator: Any) -> Client:
    with roles.acting_as("migrate"):
        appoint_moderator(moderator)
    return at_the_desk(moderator)


def made(owner: Any, deliver: Deliver) -> Job:
    job = submitted(owner)
    deliver()
    return fresh(job)


def fresh(job: Job) -> Job:
    return Job.objects.select_related("owner").get(pk=job.pk)


def found_fine(job: Job, lead: User, deliver: Deliver) -> Job:
    """Its maker contests, a person finds it fine."""
    contest(job=job, by=job.owner)
    decide(review=Review.objects.get(state="open"), by=lead, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    return fresh(job)


@pytest.mark.parametrize(
    "hits",
    [
        (CRUEL, KNOWN),
        (replace(CRUEL, score=1.0), Hit(Category.CHILD_SAFETY, 1.0)),
        (replace(CRUEL, score=1.0), Hit(Category.CHILD_SAFETY, 0.5)),
        (replace(CRUEL, ruling=Ruling.BLOCK), KNOWN),
    ],
)
def test_child_safety_decides_whatever_else_would(
    api: Api, creator: Any, see: See, deliver: Deliver, hits: tuple[Hit, ...]
) -> None:
    see(*hits)
    job = made(creator, deliver)
    assert job.refused_for == "child_safety"
    answer = api.post(f"/generations/{job.public_id}/contest", {}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (409, "not_contestable")
    assert not Review.objects.exists()


def test_for_a_teen_too(teen: Any, see: See, deliver: Deliver) -> None:
    see(replace(CRUEL, score=0.45), KNOWN)
    assert made(teen, deliver).refused_for == "child_safety"


def test_what_a_bank_rules_goes_before_what_scored(
    creator: Any, see: See, deliver: Deliver
) -> None:
    see(replace(HATEFUL, score=0.5, ruling=Ruling.BLOCK), CRUEL)
    assert made(creator, deliver).refused_for == "hate"


def test_no_one_reviewer_is_asked_where_child_safety_blocks_beside_it(
    api: Api, creator: Any, see: See, deliver: Deliver
) -> None:
    """Also of a job that names something else."""
    see(CRUEL, KNOWN)
    job = made(creator, deliver)
    Job.objects.filter(pk=job.pk).update(refused_for="violence")
    answer = api.post(f"/generations/{job.public_id}/contest", {}, as_=creator)
    assert code_of(answer) == "not_contestable"
    violent = judged([Evidence(Surface.FRAME, [Answer("test", "1", ALL, (CRUEL,))])],
                     audience=Audience())  # fmt: skip
    ask_about_refusal(fresh(job), violent, stage=Stage.INSPECT, actor=Actor.system("worker"))
    assert not Review.objects.exists()


def test_what_else_blocks_keeps_it_refused_and_is_audited(
    creator: Any, lead: User, see: See, deliver: Deliver
) -> None:
    see(CRUEL, HATEFUL)
    job = found_fine(made(creator, deliver), lead, deliver)
    assert (job.state, job.refused_for) == (JobState.REFUSED, "hate")
    assert AuditEvent.objects.filter(action="generation.job.refusal_kept").count() == 1
    assert not AuditEvent.objects.filter(action="generation.job.released").exists()
    assert Event.objects.filter(type="generation.refusal_upheld").count() == 1
    assert not Draft.objects.exists()


def test_a_held_film_is_asked_about_once_for_each_category(
    creator: Any, lead: User, see: See, deliver: Deliver
) -> None:
    see(*(replace(hit, ruling=Ruling.REVIEW) for hit in (CRUEL, HATEFUL)))
    job = made(creator, deliver)
    asked = []
    for state in (JobState.HELD, JobState.COMPLETED):
        review = Review.objects.get(state=ReviewState.OPEN)
        asked.append(review.category)
        decide(review=review, by=lead, outcome=Outcome.FINE_FOR_ALL)
        deliver()
        assert fresh(job).state == state
    assert sorted(asked) == ["hate", "violence"]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """An inspection that ends early where it may; whether each did."""
    early: list[bool] = []

    def look(path: Path, *, enough: Callable[[Hit], bool], **_: Any) -> Inspection:
        early.append(enough(CRUEL))
        heard = Heard((("a threat", 0.5, 2.0),), True, (), "test", "1")
        return Inspection(
            [(Surface.FRAME, Answer("test", "1", ALL, (CRUEL,)))],
            None if early[-1] else [],
            None if early[-1] else heard,
        )

    monkeypatch.setattr("generation.work.inspecting.inspect_film", look)
    return early


def test_what_nobody_heard_is_heard_before_a_contested_film_leaves(
    creator: Any, lead: User, hurried: list[bool], screener_answers: Use, deliver: Deliver
) -> None:
    screener_answers(answering(HATEFUL, where="threat"))
    job = made(creator, deliver)
    assert (job.state, job.refused_for) == (JobState.REFUSED, "violence")
    job = found_fine(job, lead, deliver)
    assert hurried == [True, False]
    assert (job.state, job.refused_for) == (JobState.REFUSED, "hate")
    assert not Draft.objects.exists()


def test_a_contested_film_in_which_nothing_else_is_heard_leaves(
    creator: Any, lead: User, hurried: list[bool], deliver: Deliver
) -> None:
    job = found_fine(made(creator, deliver), lead, deliver)
    assert hurried == [True, False]
    assert (job.state, job.error_code, job.finished_at is None) == (JobState.COMPLETED, "", False)
    newest = Scan.objects.filter(stage="inspect").latest("id")
    assert (newest.verdict, newest.lacking) == ("allow", [])
    assert newest.findings.get().category == "violence", "found all the same"


def test_something_else_that_is_cruel_in_words_is_what_a_person_found_fine_in_the_film(
    creator: Any, lead: User, hurried: list[bool], screener_answers: Use, deliver: Deliver
) -> None:
    """They saw its pictures and heard its sound: the whole category of this film is judged."""
    screener_answers(answering(CRUEL, where="threat"))
    assert found_fine(made(creator, deliver), lead, deliver).state == JobState.COMPLETED


def test_words_that_nobody_read_whole_are_read_before_they_are_drawn(
    creator: Any, lead: User, screener_answers: Use, deliver: Deliver
) -> None:
    def half(pieces: Any, *, seconds: float) -> list[list[Answer]]:
        return [[Answer("test", "1", {}, (CRUEL,))] for _ in pieces]

    screener_answers(half)
    job = submitted(creator)
    screener_answers(answering(CRUEL, HATEFUL))
    job = found_fine(job, lead, deliver)
    assert (job.state, job.error_stage, job.refused_for) == (JobState.REFUSED, "screen", "hate")


@pytest.mark.parametrize(
    ("fine", "minor", "left"),
    [
        ({"sexual"}, False, {"sexual"}),
        ({"sexual", "hate"}, True, {"hate"}),
        ({"child_safety"}, True, {"child_safety", "sexual"}),
    ],
)
def test_with_a_minor_one_category_is_found_fine_with_the_other_or_not_at_all(
    fine: set[str], minor: bool, left: set[str]
) -> None:
    assert forgivable(frozenset(fine), minor=minor) == left


BLIND = {one: Coverage.ASSESSED for one in Category if one != Category.CHILD_SAFETY}


@pytest.fixture
def unseen(creator: Any, see: See, settings: Settings) -> Job:
    """Held in production, since nobody said anything of child safety in its pictures."""
    see(coverage=BLIND)
    job = worked(submitted(creator), Stage.RENDER)
    settings.PROFILE, settings.PRODUCTION = "production", True
    return worked(job, Stage.INSPECT)


def held_for(job: Job, time: timedelta) -> None:
    later = timezone.now() + timedelta(hours=1)
    since = timezone.now() - time - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(held_since=since, rescan_at=later)


def test_nobody_is_asked_about_what_nobody_may_see(unseen: Job, as_worker: Any) -> None:
    assert (unseen.state, unseen.held_for) == (JobState.HELD, "unassessed")
    held_for(unseen, PERSON_AFTER)
    with as_worker():
        sweep_holds()
    assert not Review.objects.exists()
    held_for(unseen, REMOVED_AFTER)
    with as_worker():
        sweep_holds()
    assert (fresh(unseen).state, fresh(unseen).error_code) == (JobState.FAILED, "not_assessed")


def asked(job: Job, **more: Any) -> Review:
    return Review.objects.create(
        subject=job.public_id, person_id=job.owner_id, stage="inspect", cause="unassessed", **more
    )


@pytest.mark.parametrize("outcome", [Outcome.FINE_FOR_ALL, Outcome.FINE_FOR_ADULTS])
def test_nobody_finds_it_fine_for_want_of_an_answer(
    unseen: Job, lead: User, outcome: Outcome
) -> None:
    with pytest.raises(DomainError, match="permission_denied"):
        decide(review=asked(unseen), by=lead, outcome=outcome)
    assert Review.objects.get().state == ReviewState.OPEN


def test_a_decision_of_before_stands_for_nothing_nobody_saw(unseen: Job, as_worker: Any) -> None:
    """In rows that are older than the rule."""
    review = asked(unseen, state="decided", outcome="fine_for_all", decided_at=timezone.now())
    with as_worker():
        obey(review.pk)
    assert fresh(unseen).state == JobState.HELD
    evidence = evidence_of(newest_scans(unseen.public_id))
    assert judge(
        evidence, audience=Audience(), policy=current_policy(), profile="production"
    ).effect == Effect.HOLD  # fmt: skip


def test_what_a_bank_suspects_in_a_film_is_refused_or_waits(
    creator: Any, see: See, deliver: Deliver, desk: Client
) -> None:
    see(UNSURE)
    job = made(creator, deliver)
    assert (job.state, job.held_for) == (JobState.HELD, "review")
    page = f"/admin/moderation/review/{Review.objects.get().public_id}/decide/"
    for outcome in ("fine_for_all", "fine_for_adults"):
        answer = desk.post(page, {"outcome": outcome})
        assert answer.status_code == 200
        assert "matter of child safety" in answer.content.decode()
    deliver()
    assert (Review.objects.get().state, fresh(job).state) == ("open", JobState.HELD)
    assert desk.post(page, {"outcome": "refused"}).status_code == 302
    deliver()
    assert fresh(job).state == JobState.REFUSED


def test_also_where_something_else_is_asked_about(
    creator: Any, lead: User, see: See, deliver: Deliver
) -> None:
    see(UNSURE, CRUEL)
    job = made(creator, deliver)
    contest(job=job, by=creator)
    with pytest.raises(DomainError, match="permission_denied"):
        decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ALL)


def test_words_of_a_prompt_are_still_for_one_reviewer(
    creator: Any, lead: User, screener_answers: Use, deliver: Deliver
) -> None:
    screener_answers(answering(Hit(Category.CHILD_SAFETY, 0.9)))
    job = submitted(creator)
    screener_answers(answering())
    assert found_fine(job, lead, deliver).state == JobState.COMPLETED


@pytest.mark.parametrize(("minor", "asked_of"), [(True, "child_safety"), (False, "sexual")])
def test_a_known_picture_in_a_film_with_a_minor_is_asked_about_once_at_most(
    creator: Any, see: See, deliver: Deliver, lead: User, minor: bool, asked_of: str
) -> None:
    """What nobody finds fine alone is not asked again after each "fine"."""
    see(Hit(Category.SEXUAL, 1.0, term="e", ruling=Ruling.REVIEW), minor=minor)
    job = made(creator, deliver)
    assert (job.state, job.held_for) == (JobState.HELD, "review")
    review = Review.objects.get()
    assert review.category == asked_of
    shown = Asset.objects.filter(job=job, kind__in=sorted(FOR_REVIEWERS)).exists()
    assert shown is not minor
    if minor:
        with pytest.raises(DomainError, match="permission_denied"):
            decide(review=review, by=lead, outcome=Outcome.FINE_FOR_ALL)
        decide(review=review, by=lead, outcome=Outcome.REFUSED)
    else:
        decide(review=review, by=lead, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    assert fresh(job).state == (JobState.REFUSED if minor else JobState.COMPLETED)
    assert not Review.objects.filter(state=ReviewState.OPEN).exists()

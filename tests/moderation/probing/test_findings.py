"""One wish tried in many ways becomes one finding, and nothing unrelated gets into it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from audit.models import AuditEvent
from generation.models import Job
from generation.services.contest import contest
from lib.errors import DomainError, StaleState
from lib.events import publish
from moderation.events import FindingRaised
from moderation.models import (
    CoolingOff,
    Outcome,
    ProbingFinding,
    ProbingMember,
    ProbingState,
    RefusedText,
    Review,
)
from moderation.probing import finding as finder
from moderation.probing.finding import find_cluster
from moderation.services.probing import close
from moderation.services.reviews import decide
from tests import roles
from tests.answering import answering
from tests.client import Api
from tests.generation.studio import submitted
from tests.moderation.probing.studio import BLOCKED, Use, ask, pass_time
from tests.moderation.probing.wishes import OTHERS, VARIANTS


@pytest.fixture(autouse=True)
def _blocks(screener_answers: Use) -> None:
    screener_answers(answering(BLOCKED))


def refused(person: Any, *prompts: str) -> list[str]:
    """The ids of what was refused; it is long ago enough that nobody waits."""
    jobs = []
    for prompt in prompts:
        jobs.append(submitted(person, prompt=prompt).public_id)
        pass_time(11)
    return jobs


def members_of(finding: ProbingFinding) -> set[str]:
    return set(finding.members.values_list("subject", flat=True))


def test_a_prober_waits_and_leaves_one_finding(
    api: Api, creator: Any, friend: Any, deliver: Any, vectors: None
) -> None:
    """Twelve dresses of one wish within half an hour, unrelated wishes between them."""
    between = {2: OTHERS[0], 5: OTHERS[1], 8: OTHERS[2]}
    statuses = []
    for number, wish in enumerate(VARIANTS):
        statuses.append(ask(api, creator, wish).status_code)
        if number in between:
            ask(api, creator, between[number])
        pass_time(2.5)
        deliver()
    assert statuses[:3] == [422] * 3
    assert 429 in statuses
    assert CoolingOff.objects.exists()
    finding = ProbingFinding.objects.get()
    assert (finding.person_id, finding.category, finding.state) == (creator.pk, "violence", "open")
    refused_jobs = {job.public_id: job.prompt for job in Job.objects.all()}
    assert {refused_jobs[one] for one in members_of(finding)} == (
        set(refused_jobs.values()) & set(VARIANTS)
    )
    assert set(refused_jobs.values()) & set(OTHERS)


def test_letters_alone_find_spellings(creator: Any, deliver: Any, without_vectors: None) -> None:
    spelt = refused(creator, *VARIANTS[:4])
    refused(creator, *OTHERS)
    deliver()
    finding = ProbingFinding.objects.get()
    assert (members_of(finding), finding.method) == (set(spelt), "letters")
    assert finding.members.get(subject=spelt[1]).similarity > 0.9


def test_two_are_a_correction_and_unrelated_refusals_are_no_finding(
    creator: Any, deliver: Any, vectors: None
) -> None:
    refused(creator, *VARIANTS[:2], *OTHERS)
    deliver()
    assert not ProbingFinding.objects.exists()


def test_the_same_words_three_times_are_no_finding(
    creator: Any, deliver: Any, vectors: None
) -> None:
    refused(creator, *[VARIANTS[0]] * 4)
    deliver()
    assert not ProbingFinding.objects.exists()


def test_two_people_with_one_wish_are_no_prober(
    creator: Any, friend: Any, deliver: Any, vectors: None
) -> None:
    refused(creator, *VARIANTS[:2])
    refused(friend, *VARIANTS[2:4])
    deliver()
    assert not ProbingFinding.objects.exists()


def test_messages_delivered_twice_change_nothing(creator: Any, deliver: Any, vectors: None) -> None:
    refused(creator, *VARIANTS[:4])
    deliver()
    with roles.acting_as("worker"):
        for _ in range(3):
            find_cluster(creator.pk)
    assert ProbingFinding.objects.count() == 1
    assert ProbingMember.objects.count() == 4
    assert AuditEvent.objects.filter(action="moderation.probing.found").count() == 1


def test_it_grows_and_stays_one(creator: Any, deliver: Any, vectors: None) -> None:
    refused(creator, *VARIANTS[:3])
    deliver()
    first = ProbingFinding.objects.get()
    later = refused(creator, *VARIANTS[3:5])
    deliver()
    finding = ProbingFinding.objects.get()
    assert finding.pk == first.pk
    assert members_of(finding) > set(later)
    assert finding.last_at > first.last_at


def test_the_event_and_the_entry_stand_or_fall_together(
    creator: Any, vectors: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(creator, *VARIANTS[:3])

    def told_then_broken(event: FindingRaised) -> None:
        publish(event)
        raise RuntimeError

    monkeypatch.setattr(finder, "publish", told_then_broken)
    with pytest.raises(RuntimeError):
        find_cluster(creator.pk)
    assert not ProbingFinding.objects.exists()


def test_yesterdays_refusals_are_not_compared(creator: Any, vectors: None) -> None:
    refused(creator, *VARIANTS[:3])
    pass_time(25 * 60)
    find_cluster(creator.pk)
    assert not ProbingFinding.objects.exists()


@pytest.fixture
def judge(moderator: Any) -> User:
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    return User.objects.get(pk=moderator.pk)


def test_what_staff_closed_is_not_opened_again_by_the_same(
    creator: Any, deliver: Any, vectors: None, judge: User
) -> None:
    refused(creator, *VARIANTS[:3])
    deliver()
    finding = ProbingFinding.objects.get()
    close(finding=finding, by=judge, why="complaint")
    refused(creator, *VARIANTS[3:5])
    deliver()
    assert ProbingFinding.objects.count() == 1
    refused(creator, VARIANTS[5])
    deliver()
    assert ProbingFinding.objects.filter(state=ProbingState.OPEN).count() == 1
    with pytest.raises(StaleState):
        close(finding=ProbingFinding(pk=finding.pk, state=ProbingState.OPEN), by=judge)


def test_closing_takes_the_right_and_nobodys_own(
    creator: Any, deliver: Any, vectors: None, judge: User, friend: Any
) -> None:
    refused(judge, *VARIANTS[:3])
    deliver()
    finding = ProbingFinding.objects.get()
    for who in (friend, judge):
        with pytest.raises(DomainError, match="permission_denied"):
            close(finding=finding, by=who)


def test_a_refusal_that_was_taken_back_is_no_evidence(
    creator: Any, deliver: Any, vectors: None, judge: User
) -> None:
    refused(creator, *VARIANTS[:3])
    deliver()
    job = Job.objects.filter(state="refused").first()
    assert job is not None
    contest(job=job, by=creator)
    review = Review.objects.get(subject=job.public_id)
    decide(review=review, by=judge, outcome=Outcome.FINE_FOR_ALL)
    assert ProbingFinding.objects.get().state == ProbingState.CLOSED
    assert RefusedText.objects.get(subject=job.public_id).overturned_at is not None


def test_who_leaves_closes_it_and_ids_alone_stay(creator: Any, deliver: Any, vectors: None) -> None:
    from accounts.services.deletion import delete_account
    from lib.actors import Actor

    refused(creator, *VARIANTS[:3])
    deliver()
    delete_account(person=User.objects.get(pk=creator.pk), actor=Actor.person(creator.pk))
    assert ProbingFinding.objects.get().state == ProbingState.CLOSED
    assert not RefusedText.objects.exists()


def test_two_finders_at_once_raise_one(
    committing: None, creator: Any, vectors: None, screener_answers: Use
) -> None:
    refused(creator, *VARIANTS[:4])

    def find(_: int) -> None:
        try:
            find_cluster(creator.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(find, range(6)))
    assert ProbingFinding.objects.count() == 1
    assert ProbingMember.objects.count() == 4

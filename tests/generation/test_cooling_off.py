"""Whoever is refused again and again has to wait a little, and is told so."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import ceil
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from audit.models import AuditEvent
from generation.models import Job
from generation.services.contest import contest
from inbox.models import Event
from lib.errors import DomainError
from lib.outbox.models import OutboxMessage
from moderation.categories import Category
from moderation.models import CoolingOff, Outcome, RefusedText, Review
from moderation.probing.limits import LASTS, LIMITS, ORDINARY, POINTS
from moderation.services.cooling import weigh_person
from moderation.services.reviews import decide
from tests import roles
from tests.answering import answering, away
from tests.client import Api, code_of
from tests.generation.studio import submitted, worked
from tests.moderation.probing.studio import BLOCKED, Use, ask, blocking, pass_time, refuse_all

BURST, STEADY = LIMITS
FEW = BURST.adults // ORDINARY
WISHES = [f"wish number {number}" for number in range(40)]


@pytest.fixture
def blocks(screener_answers: Use) -> None:
    screener_answers(answering(BLOCKED))


@pytest.fixture
def cooled(api: Api, creator: Any, blocks: None) -> CoolingOff:
    assert refuse_all(api, creator, *WISHES[:FEW]) == [422] * FEW
    return CoolingOff.objects.get()


def test_after_a_few_refusals_the_next_is_told_to_wait(
    api: Api, creator: Any, cooled: CoolingOff
) -> None:
    answer = ask(api, creator, "one more")
    assert (answer.status_code, code_of(answer)) == (429, "cooling_off")
    assert 0 < int(answer["Retry-After"]) <= LASTS[0].total_seconds()
    detail = answer.json()["errors"][0]["detail"]
    assert f"{cooled.until:%H:%M} UTC" in detail
    assert "contest" in detail
    assert Job.objects.count() == FEW


def test_one_fewer_is_nobodys_fault(
    api: Api, creator: Any, blocks: None, screener_answers: Use
) -> None:
    refuse_all(api, creator, *WISHES[: FEW - 1])
    screener_answers(answering())
    assert ask(api, creator, "a red ball").status_code == 202


def test_meanwhile_the_screener_answers_nothing(
    api: Api, creator: Any, cooled: CoolingOff, screener_answers: Use
) -> None:
    asked: list[Any] = []

    def watching(pieces: Any, *, seconds: float) -> Any:
        asked.append(pieces)
        return answering()(pieces, seconds=seconds)

    screener_answers(watching)
    assert ask(api, creator, "one more").status_code == 429
    assert asked == []


def test_the_app_reads_until_when(api: Api, creator: Any, cooled: CoolingOff) -> None:
    until = api.get("/me/standing", as_=creator).json()["cooling_off_until"]
    assert until == cooled.until.isoformat().replace("+00:00", "Z")
    event = Event.objects.get(person_id=creator.pk, type="account.cooling_off")
    assert event.data == {"until": cooled.until.isoformat()}
    assert AuditEvent.objects.get(action="moderation.cooling_off.started").target == (
        creator.public_id
    )


def test_others_make_what_they_like(
    api: Api, friend: Any, cooled: CoolingOff, screener_answers: Use
) -> None:
    screener_answers(answering())
    assert ask(api, friend, "a red ball").status_code == 202
    assert api.get("/me/standing", as_=friend).json()["cooling_off_until"] is None


def test_it_ends_by_itself(
    api: Api, creator: Any, cooled: CoolingOff, screener_answers: Use
) -> None:
    pass_time(11)
    screener_answers(answering())
    assert ask(api, creator, "a red ball").status_code == 202
    assert api.get("/me/standing", as_=creator).json()["cooling_off_until"] is None


def test_each_further_one_lasts_longer_and_a_week_forgives(creator: Any, blocks: None) -> None:
    lasted = []
    for turn in range(4):
        for wish in WISHES[:FEW]:
            submitted(creator, prompt=f"turn {turn}, {wish}")
        newest = CoolingOff.objects.latest("started_at")
        lasted.append(newest.until - newest.started_at)
        pass_time(lasted[-1].total_seconds() / 60 + 1)
    assert lasted == [*LASTS, LASTS[-1]]
    pass_time(8 * 24 * 60)
    for wish in WISHES[:FEW]:
        submitted(creator, prompt=f"later, {wish}")
    assert CoolingOff.objects.latest("started_at").level == 1


def test_refusals_that_were_answered_count_no_more(
    api: Api, creator: Any, cooled: CoolingOff
) -> None:
    pass_time(9)  # they are still within the window
    CoolingOff.objects.update(until=cooled.started_at)
    assert refuse_all(api, creator, *WISHES[FEW : FEW + 2]) == [422, 422]
    assert CoolingOff.objects.count() == 1


def test_who_stays_just_below_it_all_day_waits_too(creator: Any, blocks: None) -> None:
    for number in range(STEADY.adults // ORDINARY):
        assert not CoolingOff.objects.exists()
        submitted(creator, prompt=WISHES[number])
        if number % (FEW - 1) == FEW - 2:
            pass_time(15)
    assert CoolingOff.objects.get().needed == STEADY.adults


def test_under_18_it_takes_fewer(api: Api, teen: Any, blocks: None) -> None:
    few = BURST.under_18 // ORDINARY
    assert few < FEW
    answers = refuse_all(api, teen, *WISHES[: few + 1])
    assert answers == [422] * few + [429]


@pytest.mark.parametrize("category", [one for one in Category if POINTS[one] != ORDINARY])
def test_categories_weigh_what_they_should(
    creator: Any, screener_answers: Use, category: Category
) -> None:
    screener_answers(blocking(category))
    for wish in WISHES[:12]:
        with suppress(DomainError):
            submitted(creator, prompt=wish)
    points = POINTS[category]
    assert Job.objects.count() == (ceil(BURST.adults / points) if points else 12)


def test_who_writes_of_hurting_themself_is_offered_help_and_never_waits(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(blocking(Category.SELF_HARM))
    answers = [ask(api, creator, wish) for wish in WISHES[: FEW + 1]]
    assert {answer.status_code for answer in answers} == {422}
    assert "findahelpline.com" in answers[-1].json()["errors"][0]["detail"]
    job = api.get(answers[-1]["Location"].removeprefix("/api/v1"), as_=creator).json()
    assert "findahelpline.com" in job["error"]["message"]
    assert not RefusedText.objects.exists()


def test_a_mention_of_self_harm_hides_nothing_else(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(blocking(Category.SELF_HARM, Category.HATE))
    assert refuse_all(api, creator, *WISHES[: FEW + 1]) == [422] * FEW + [429]


def test_the_same_request_again_counts_once(api: Api, creator: Any, blocks: None) -> None:
    for _ in range(FEW + 1):
        assert ask(api, creator, "one wish", key="one").status_code == 422
    assert RefusedText.objects.count() == 1
    assert not CoolingOff.objects.exists()


def test_the_same_words_again_are_an_impatient_thumb(api: Api, creator: Any, blocks: None) -> None:
    assert refuse_all(api, creator, *["One  wish", "one wish"] * 3) == [422] * 6
    assert [row.points for row in RefusedText.objects.order_by("at")] == [ORDINARY, *[0] * 5]


def test_a_repeated_request_gets_its_first_answer_meanwhile(
    api: Api, creator: Any, blocks: None
) -> None:
    first = ask(api, creator, WISHES[0], key="first")
    refuse_all(api, creator, *WISHES[1:FEW])
    assert CoolingOff.objects.exists()
    assert ask(api, creator, WISHES[0], key="first").json() == first.json()


def test_refused_by_the_screen_queue_counts_too(
    creator: Any, screener_answers: Use, deliver: Any
) -> None:
    screener_answers(away)
    jobs = [submitted(creator, prompt=wish) for wish in WISHES[:FEW]]
    screener_answers(answering(BLOCKED))
    deliver()
    assert {Job.objects.get(pk=job.pk).state for job in jobs} == {"refused"}
    assert CoolingOff.objects.get().person_id == creator.pk


def test_what_our_sweeper_looks_at_again_does_not(
    creator: Any, screener_answers: Use, deliver: Any
) -> None:
    from generation.stages import Stage
    from generation.work.holding import _look_again

    screener_answers(away)
    job = worked(submitted(creator), Stage.SCREEN)
    assert job.state == "held"
    screener_answers(answering(BLOCKED))
    _look_again(job)
    assert worked(job, Stage.SCREEN).state == "refused"
    assert not RefusedText.objects.exists()


def test_weighing_twice_is_one_cooling_off(creator: Any, cooled: CoolingOff) -> None:
    weigh_person(creator.pk)
    CoolingOff.objects.update(until=cooled.started_at.replace(microsecond=0) + LASTS[0])
    weigh_person(creator.pk)
    assert CoolingOff.objects.count() == 1


def test_twenty_at_once_are_no_way_around(
    committing: None, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(BLOCKED))
    token = Api().token(creator)

    def one(number: int) -> int:
        try:
            body = {"prompt": WISHES[number], "size": "720x1280", "seconds": 4}
            answer = Api().post("/generations", body, token=token, key=f"at-once-{number}")
            return int(answer.status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(one, range(20)))
    assert answers == [422] * FEW + [429] * (20 - FEW)
    assert CoolingOff.objects.count() == 1


@pytest.fixture
def judge(moderator: Any) -> User:
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    return User.objects.get(pk=moderator.pk)


def contested(person: Any, judge: User, outcome: Outcome) -> None:
    job = Job.objects.filter(owner=person, state="refused").first()
    assert job is not None
    contest(job=job, by=person)
    decide(review=Review.objects.get(subject=job.public_id), by=judge, outcome=outcome)


def test_what_a_person_takes_back_lifts_it(
    *,
    api: Api,
    creator: Any,
    cooled: CoolingOff,
    judge: User,
    screener_answers: Use,
) -> None:
    contested(creator, judge, Outcome.FINE_FOR_ALL)
    with roles.acting_as("worker"):
        weigh_person(creator.pk)
        weigh_person(creator.pk)
    cooled.refresh_from_db()
    assert cooled.lifted_at is not None
    told = [event.data for event in Event.objects.filter(type="account.cooling_off")]
    assert told == [{"until": cooled.until.isoformat()}, {"until": None}]
    screener_answers(answering())
    assert ask(api, creator, "a red ball").status_code == 202
    # The others still count, and the lifted one makes the next no longer.
    screener_answers(answering(BLOCKED))
    refuse_all(api, creator, "something new")
    assert CoolingOff.objects.latest("started_at").level == 1
    assert CoolingOff.objects.count() == 2


def test_a_decision_owes_the_weighing(cooled: CoolingOff, creator: Any, judge: User) -> None:
    OutboxMessage.objects.all().delete()
    contested(creator, judge, Outcome.FINE_FOR_ALL)
    owed = OutboxMessage.objects.values_list("actor_name", flat=True)
    assert "weigh_refusals" in owed


def test_what_a_person_upholds_does_not(cooled: CoolingOff, creator: Any, judge: User) -> None:
    contested(creator, judge, Outcome.REFUSED)
    weigh_person(creator.pk)
    cooled.refresh_from_db()
    assert cooled.lifted_at is None


def test_fine_for_adults_takes_nothing_back_for_a_teen(
    api: Api, teen: Any, blocks: None, judge: User
) -> None:
    refuse_all(api, teen, *WISHES[:FEW])
    contested(teen, judge, Outcome.FINE_FOR_ADULTS)
    weigh_person(teen.pk)
    assert CoolingOff.objects.get().lifted_at is None


def test_who_leaves_takes_their_words_along(creator: Any, cooled: CoolingOff) -> None:
    from accounts.services.deletion import delete_account
    from lib.actors import Actor

    delete_account(person=User.objects.get(pk=creator.pk), actor=Actor.person(creator.pk))
    assert not RefusedText.objects.exists()
    assert not CoolingOff.objects.exists()


def test_refused_words_are_ciphertext_and_are_forgotten(creator: Any, cooled: CoolingOff) -> None:
    from moderation.services.refusals import forget_old

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM moderation_refusedtext")
        assert not any(b"wish" in bytes(words) for (words,) in cursor.fetchall())
    assert forget_old() == 0
    pass_time(8 * 24 * 60)
    assert forget_old() == FEW
    assert set(RefusedText.objects.values_list("words", flat=True)) == {None}
    pass_time(30 * 24 * 60)
    forget_old()
    assert not RefusedText.objects.exists()

"""What people write about themselves: nobody else sees it before it was judged (law 1, M1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import ProfileText, User
from accounts.services.deletion import delete_account
from accounts.tasks import look_at_profile_texts_again
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from lib.api import throttling
from lib.api.throttling import Rate
from lib.outbox.models import OutboxMessage
from lib.texts import word_lists_refuse
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import Cause, CoolingOff, Outcome, RefusedText, Review, Scan
from moderation.services.reviews import decide, open_review
from moderation.services.texts import screen, submit_statements_again
from tests.answering import answering, away
from tests.client import Api, code_of
from tests.moderation.policy.drafts import keeper

HATE = Hit(Category.HATE, 0.95)
FOR_ADULTS = Hit(Category.VIOLENCE, 0.6)


def others_see(api: Api, person: Any, viewer: Any) -> tuple[str, str]:
    shown = api.get(f"/people/{person.handle}", as_=viewer).json()
    return shown["display_name"], shown["bio"]


def told(person: Any) -> list[tuple[str, Any]]:
    rows = Event.objects.filter(person_id=person.pk).order_by("number")
    return [(row.type, row.data) for row in rows]


@pytest.fixture
def named(api: Api, creator: Any, deliver: Callable[[], int]) -> Any:
    """Somebody with a name and a biography that others see."""
    api.patch("/me", {"display_name": "Mara", "bio": "boats"}, as_=creator)
    deliver()
    Event.objects.filter(person_id=creator.pk).delete()
    return creator


def test_new_words_are_seen_by_their_author_alone_until_they_pass(
    api: Api, creator: Any, friend: Any, deliver: Callable[[], int]
) -> None:
    mine = api.patch("/me", {"display_name": "Mara", "bio": "boats"}, as_=creator).json()
    assert (mine["display_name"], mine["bio"]) == ("Mara", "boats")
    assert mine["in_review"] == ["bio", "display_name"]
    assert others_see(api, creator, friend) == ("", "")
    deliver()
    assert others_see(api, creator, friend) == ("Mara", "boats")
    mine = api.get("/me", as_=creator).json()
    assert (mine["display_name"], mine["in_review"]) == ("Mara", [])
    assert [name for name, _ in told(creator)] == ["profile.settled"] * 2
    scans = Scan.objects.filter(stage="profile")
    assert {scan.subject[:4] for scan in scans} == {"ptx_"}
    assert {scan.verdict for scan in scans} == {"allow"}
    assert not ProfileText.objects.filter(text__isnull=False).exists(), "no copy is kept"


@pytest.mark.parametrize("hit", [HATE, FOR_ADULTS], ids=["hate", "fine for adults"])
def test_what_is_refused_is_never_seen_and_the_old_words_stay(
    api: Api,
    named: Any,
    friend: Any,
    deliver: Callable[[], int],
    screener_answers: Any,
    hit: Hit,
) -> None:
    """A profile has no age: what is for adults alone stands on none."""
    screener_answers(answering(hit))
    api.patch("/me", {"bio": "something else"}, as_=named)
    deliver()
    assert others_see(api, named, friend) == ("Mara", "boats")
    mine = api.get("/me", as_=named).json()
    assert (mine["bio"], mine["in_review"]) == ("boats", [])
    assert told(named) == [("profile.settled", {"field": "bio", "shown": False})]
    assert AuditEvent.objects.filter(action="accounts.profile.refused").count() == 1


def test_while_the_screener_is_away_they_wait_and_are_asked_about_again(
    api: Api, named: Any, friend: Any, deliver: Callable[[], int], screener_answers: Any
) -> None:
    screener_answers(away)
    api.patch("/me", {"bio": "rain"}, as_=named)
    deliver()
    assert others_see(api, named, friend) == ("Mara", "boats")
    look_at_profile_texts_again.fn()
    assert not OutboxMessage.objects.exists(), "not yet"
    age(timedelta(minutes=5))
    look_at_profile_texts_again.fn()
    assert OutboxMessage.objects.count() == 1
    look_at_profile_texts_again.fn()
    assert OutboxMessage.objects.count() == 1, "each time a later one"
    screener_answers(answering())
    deliver()
    assert others_see(api, named, friend) == ("Mara", "rain")


def age(by: timedelta) -> None:
    now = timezone.now()
    ProfileText.objects.update(submitted_at=now - by, rescan_at=now - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("outcome", "seen"),
    [
        (Outcome.FINE_FOR_ALL, "rain"),
        (Outcome.FINE_FOR_ADULTS, "boats"),
        (Outcome.REFUSED, "boats"),
    ],
)
def test_after_a_day_a_person_is_asked(
    api: Api,
    named: Any,
    friend: Any,
    moderator: Any,
    deliver: Callable[[], int],
    screener_answers: Any,
    outcome: Outcome,
    seen: str,
) -> None:
    from moderation.subjects import card_of

    screener_answers(away)
    api.patch("/me", {"bio": "rain"}, as_=named)
    age(timedelta(days=1, minutes=1))
    for _ in range(2):
        deliver()
        age(timedelta(days=1, minutes=1))
        look_at_profile_texts_again.fn()
    review = Review.objects.get()
    assert (review.cause, review.stage, review.person_id) == ("unassessed", "profile", named.pk)
    card = card_of(review.subject)
    assert card is not None
    assert card.words == [("Bio", "rain")]
    decide(review=review, by=keeper(moderator, "decide_review"), outcome=outcome)
    deliver()
    assert others_see(api, named, friend) == ("Mara", seen)
    assert card_of(review.subject) is None


def test_after_a_week_nobody_waits_any_more(
    api: Api, named: Any, friend: Any, deliver: Callable[[], int], screener_answers: Any
) -> None:
    screener_answers(away)
    api.patch("/me", {"bio": "rain"}, as_=named)
    age(timedelta(days=1, minutes=1))
    deliver()
    age(timedelta(days=7, minutes=1))
    look_at_profile_texts_again.fn()
    assert told(named) == [("profile.settled", {"field": "bio", "shown": False})]
    assert Review.objects.get().state == "lapsed"
    screener_answers(answering())
    deliver()
    assert others_see(api, named, friend) == ("Mara", "boats")


def test_a_verdict_about_words_that_were_replaced_shows_nothing(
    api: Api, named: Any, friend: Any, screener_answers: Any, deliver: Callable[[], int]
) -> None:
    """The judgement is of a row, not of the field: no pass carries later words along."""
    api.patch("/me", {"bio": "harmless"}, as_=named)
    first = ProfileText.objects.get(state="waiting").public_id

    def meanwhile(pieces: Any, *, seconds: float) -> Any:
        if pieces[0].text == "harmless":
            api.patch("/me", {"bio": "not harmless"}, as_=named)
            return answering()(pieces, seconds=seconds)
        return answering(HATE)(pieces, seconds=seconds)

    screener_answers(meanwhile)
    screen(first)
    assert others_see(api, named, friend) == ("Mara", "boats")
    deliver()
    assert others_see(api, named, friend) == ("Mara", "boats")
    states = ProfileText.objects.filter(field="bio").order_by("submitted_at")
    assert list(states.values_list("state", flat=True)) == ["shown", "replaced", "refused"]


def test_going_back_or_emptying_needs_no_judgement(
    api: Api, named: Any, friend: Any, deliver: Callable[[], int], screener_answers: Any
) -> None:
    screener_answers(away)
    api.patch("/me", {"bio": "rain"}, as_=named)
    back = api.patch("/me", {"bio": "boats"}, as_=named).json()
    assert (back["bio"], back["in_review"]) == ("boats", [])
    api.patch("/me", {"bio": "rain"}, as_=named)
    assert api.patch("/me", {"bio": ""}, as_=named).json()["in_review"] == []
    assert others_see(api, named, friend) == ("Mara", "")
    screener_answers(answering())
    deliver()
    assert others_see(api, named, friend) == ("Mara", "")


def test_feeds_show_the_name_that_passed(
    api: Api, named: Any, friend: Any, screener_answers: Any, media_dir: Any
) -> None:
    from tests.feed.studio import published

    post = published(named)
    api.patch("/me", {"display_name": "Somebody else"}, as_=named)
    shown = api.get(f"/posts/{post.public_id}", as_=friend).json()
    assert shown["author"]["display_name"] == "Mara"


def test_whoever_leaves_takes_the_words_that_waited(api: Api, named: Any) -> None:
    api.patch("/me", {"bio": "rain"}, as_=named)
    waiting = ProfileText.objects.get(state="waiting")
    delete_account(person=User.objects.get(pk=named.pk), actor=Actor.person(named.pk))
    assert not ProfileText.objects.exists()
    screen(waiting.public_id)
    assert User.objects.get(pk=named.pk).bio == ""


def test_one_text_waits_for_a_field_and_the_database_says_so(api: Api, named: Any) -> None:
    api.patch("/me", {"bio": "rain"}, as_=named)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileText.objects.create(person=named, field="bio", text="snow")


@pytest.mark.parametrize(
    "handle", ["kill_yourself", "KillYourself", "k.i.l.l.yourself", "k1ll_yourself"]
)
def test_a_handle_that_word_lists_refuse_cannot_be_had(
    api: Api, creator: Any, handle: str, screener_answers: Any
) -> None:
    """An address cannot wait: it is judged in this process, though the screener is away."""
    screener_answers(away)
    answer = api.patch("/me", {"handle": handle}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (422, "handle_reserved")


@pytest.mark.parametrize("handle", ["scunthorpe_fc", "assassins_film", "cocktail.bar", "Essex"])
def test_an_innocent_handle_is_had(api: Api, creator: Any, handle: str) -> None:
    assert api.patch("/me", {"handle": handle}, as_=creator).status_code == 200


def test_where_nobody_checks_words_no_handle_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.texts._word_checks", [])
    with pytest.raises(LookupError):
        word_lists_refuse("anything")


def test_a_statement_is_read_by_detectors_and_never_kept_from_the_reviewer(
    creator: Any, deliver: Callable[[], int], screener_answers: Any
) -> None:
    review = open_review(
        subject="gen_" + "0" * 26, person_id=creator.pk, stage="screen", category="hate",
        cause=Cause.CONTESTED, actor=Actor.person(creator.pk), statement="that was a joke",
    )  # fmt: skip
    screener_answers(away)
    deliver()
    assert not Scan.objects.exists()
    screener_answers(answering(HATE))
    assert submit_statements_again() == 1
    deliver()
    scan = Scan.objects.get()
    assert (scan.subject, scan.stage, scan.verdict) == (review.public_id, "report", "block")
    review.refresh_from_db()
    assert (review.state, review.statement) == ("open", "that was a joke")
    assert Review.objects.count() == 1, "no review about a review"
    assert submit_statements_again() == 0


def test_refused_words_are_counted_and_lead_to_waiting(
    api: Api, named: Any, deliver: Callable[[], int], screener_answers: Any
) -> None:
    screener_answers(answering(HATE))
    for number in range(5):
        assert api.patch("/me", {"bio": f"cruel {number}"}, as_=named).status_code == 200
        deliver()
    rows = RefusedText.objects.filter(person_id=named.pk)
    assert {(row.surface, row.points, row.subject[:4]) for row in rows} == {("profile", 2, "ptx_")}
    assert rows.count() == 5
    assert CoolingOff.objects.get().person_id == named.pk
    for field in ("bio", "display_name"):
        answer = api.patch("/me", {field: "calm"}, as_=named)
        assert (answer.status_code, code_of(answer)) == (429, "cooling_off")
        assert int(answer["Retry-After"]) > 0
    assert api.get("/me", as_=named).json()["in_review"] == [], "nothing is judged meanwhile"
    assert api.patch("/me", {"bio": "", "handle": "mara.m"}, as_=named).status_code == 200


def test_what_a_person_finds_fine_counts_no_more(
    api: Api, named: Any, moderator: Any, deliver: Callable[[], int], screener_answers: Any
) -> None:
    screener_answers(answering(HATE))
    api.patch("/me", {"bio": "misread"}, as_=named)
    deliver()
    row = RefusedText.objects.get()
    open_review(
        subject=row.subject, person_id=named.pk, stage="profile", category="hate",
        cause=Cause.POLICY, actor=Actor.system("test"),
    )  # fmt: skip
    review = Review.objects.get()
    decide(review=review, outcome=Outcome.FINE_FOR_ALL, by=keeper(moderator, "decide_review"))
    row.refresh_from_db()
    assert row.overturned_at is not None


def test_profile_texts_have_a_pace_of_their_own(
    api: Api, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttling.RATES, "profile", Rate(2, 3600))
    statuses = [api.patch("/me", {"bio": f"boat {n}"}, as_=creator).status_code for n in range(3)]
    assert statuses == [200, 200, 429]
    assert api.patch("/me", {"handle": "mara.m"}, as_=creator).status_code == 200

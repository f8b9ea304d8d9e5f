"""A complaint of impersonation says of whom, and goes to people of its own (A16)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.handles.folding import fold
from enforcement.models import Case, OpenNotice, Report
from enforcement.policies import see_case
from enforcement.reasons import REASONS, Queue
from feed.models import Post
from tests import cast
from tests.accounts.relating import block
from tests.client import Api, code_of
from tests.enforcement.reporting import case_of, given, report, reported
from tests.enforcement.test_without_account import ADDRESS, confirmed, send
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
CLAIMED = ("claim", "of_id", "of_word", "about_me")
CASES = "/admin/enforcement/case/"


def claim(row: Report) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in CLAIMED)


def refusal(answer: Any) -> tuple[int, str, str | None]:
    return answer.status_code, code_of(answer), answer.json()["errors"][0]["attr"]


def test_it_is_of_the_reporter_of_a_member_or_of_a_known_name(
    api: Api, stranger: Any, friend: Any, moderator: Any, creator: Any
) -> None:
    mine = reported(api, stranger, creator, "impersonation", impersonated=" Me ")
    assert claim(mine) == ("me", stranger.pk, "", True)
    theirs = reported(api, friend, creator, "impersonation", impersonated=stranger.public_id)
    assert claim(theirs) == ("member", stranger.pk, "", False)
    house = reported(api, moderator, creator, "impersonation", impersonated="Z0etrope")
    assert claim(house) == ("name", None, "zoetrope", False)
    figure = reported(api, cast.adult(), creator, "impersonation", impersonated="Taylor Swift")
    assert claim(figure) == ("name", None, fold("taylorswift"), False)
    shown = api.get(f"/reports/{theirs.public_id}", as_=friend)
    assert shown.json()["claim"] == "member"
    assert stranger.public_id not in shown.content.decode()


def test_ones_own_id_is_me(api: Api, stranger: Any, creator: Any) -> None:
    row = reported(api, stranger, creator, "impersonation", impersonated=stranger.public_id)
    assert claim(row) == ("me", stranger.pk, "", True)


def test_without_a_claim_it_is_no_complaint(api: Api, stranger: Any, creator: Any) -> None:
    for nothing in ("", "  "):
        answer = report(api, stranger, creator, "impersonation", impersonated=nothing)
        assert refusal(answer) == (400, "required", "impersonated")
    assert not Report.objects.exists()


def test_a_claim_names_somebody_who_can_be_passed_for(
    api: Api, stranger: Any, friend: Any, creator: Any
) -> None:
    friend_id, nobody = friend.public_id, "usr_" + 26 * "0"
    block(api, friend, stranger)
    answers = [
        report(api, stranger, creator, "impersonation", impersonated=whom)
        for whom in (friend_id, nobody)
    ]
    # Whom one may not see and whom there is not are one answer.
    assert len({str({**one.json(), "request_id": 0}) for one in answers}) == 1
    for whom in (friend_id, nobody, creator.public_id, "somebody I know"):
        answer = report(api, stranger, creator, "impersonation", impersonated=whom)
        assert refusal(answer) == (400, "invalid", "impersonated"), whom
    answer = report(api, stranger, creator, "deception_scam", impersonated="me")
    assert refusal(answer) == (400, "invalid", "impersonated")
    assert not Report.objects.exists()


def test_it_has_a_queue_and_a_clock_of_its_own(api: Api, stranger: Any, creator: Any) -> None:
    reported(api, stranger, creator, "impersonation")
    case = case_of(creator)
    assert case.queue == Queue.IMPERSONATION
    assert case.sla_due_at - timezone.now() <= timedelta(hours=24)
    mine = [one.code for one in REASONS.values() if one.queue == Queue.IMPERSONATION]
    assert mine == [one.code for one in REASONS.values() if one.needs_claim] == ["impersonation"]


def test_only_who_handles_impersonation_sees_it(
    api: Api, stranger: Any, friend: Any, moderator: Any, creator: Any, post: Post
) -> None:
    reported(api, stranger, creator, "impersonation", impersonated=friend.public_id)
    reported(api, stranger, post, "hate_speech")
    plain = given(moderator, "handle_case")
    assert set(see_case.queryset(plain)) == {case_of(post)}
    plain.user_permissions.clear()
    desk = given(moderator, "handle_impersonation")
    assert set(see_case.queryset(desk)) == {case_of(creator)}
    listing = at_the_desk(desk).get(CASES).content.decode()
    assert friend.public_id in listing
    assert stranger.public_id not in listing
    desk.user_permissions.clear()
    assert not see_case.queryset(given(moderator, "handle_child_safety")).exists()


def test_a_graver_reason_beside_it_hides_it_from_nobody(
    api: Api, stranger: Any, friend: Any, moderator: Any, creator: Any
) -> None:
    reported(api, stranger, creator, "impersonation")
    reported(api, friend, creator, "harassment_threat")
    case = Case.objects.get()
    assert case.queue == Queue.URGENT
    assert see_case.allows(given(moderator, "handle_impersonation"), case)
    moderator.user_permissions.clear()
    assert see_case.allows(given(moderator, "handle_case"), case)


def test_nobody_handles_a_complaint_about_who_passes_for_them(
    api: Api, stranger: Any, moderator: Any, creator: Any
) -> None:
    desk = given(moderator, "handle_impersonation")
    reported(api, stranger, creator, "impersonation", impersonated=moderator.public_id)
    assert not see_case.allows(desk, case_of(creator))


def test_staff_read_a_known_name_as_the_list_spells_it(
    api: Api, stranger: Any, creator: Any, moderator: Any
) -> None:
    row = reported(api, stranger, creator, "impersonation", impersonated="B1lling")
    desk = at_the_desk(given(moderator, "handle_impersonation"))
    case = f"{CASES}{case_of(creator).pk}/change/"
    for page in (desk.get(CASES), desk.get(case)):
        assert "billing" in page.content.decode()
        assert row.of_word not in page.content.decode()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("me", ("me", None, "")),
        ("zoetrope", ("name", None, "zoetrope")),
    ],
)
def test_people_without_an_account_say_it_too(
    api: Api, creator: Any, deliver: Callable[[], int], said: str, kept: tuple[Any, ...]
) -> None:
    form = {"reason": "impersonation", "about_me": False, "impersonated": said}
    answer = confirmed(api, creator, deliver, **form)
    assert (answer.status_code, answer.json()["claim"]) == (201, kept[0])
    assert claim(Report.objects.get()) == (*kept, said == "me")
    assert Case.objects.get().queue == Queue.IMPERSONATION


def test_they_are_told_of_nobody_whether_they_are_here(api: Api, creator: Any, friend: Any) -> None:
    for whom in (friend.public_id, "usr_" + 26 * "0"):
        form = {"reason": "impersonation", "impersonated": whom}
        assert send(api, creator, **form).status_code == 202
    missing = send(api, creator, reason="impersonation")
    assert refusal(missing) == (422, "notice_incomplete", "impersonated")
    odd = send(api, creator, reason="impersonation", impersonated="somebody I know")
    assert refusal(odd) == (400, "invalid", "impersonated")
    assert OpenNotice.objects.filter(claim="member").count() == 2


@pytest.mark.parametrize("whom", ["me", "zoetrope", "usr_" + 26 * "0"])
def test_the_receipt_tells_not_whether_there_is_such_a_thing(
    api: Api, creator: Any, deliver: Callable[[], int], whom: str
) -> None:
    form = {"reason": "impersonation", "about_me": False, "impersonated": whom}
    bodies = []
    for what in (creator, "usr_" + 25 * "0" + "1"):
        answer = confirmed(api, what, deliver, **form)
        assert answer.status_code == 201, answer.content
        status = api.post("/reports/open/status", {"token": answer.json()["status_token"]})
        unlike = {"id": 0, "created_at": 0, "status_token": 0}
        bodies += [{**one.json(), **unlike} for one in (answer, status)]
    assert all(one == bodies[0] for one in bodies)
    kept = OpenNotice.objects.get()
    assert (kept.of_id, kept.of_word) == (None, "")


def test_the_page_asks_for_it(client: Any, creator: Any) -> None:
    page = client.get("/report").content.decode()
    assert 'name="impersonated"' in page
    filled = {
        "subject": creator.public_id,
        "reason": "impersonation",
        "text": "It has my name and my picture.",
        "name": "Ada Example",
        "email": ADDRESS,
        "good_faith": "on",
    }
    assert client.post("/report", filled).status_code == 400
    assert client.post("/report", {**filled, "impersonated": "me"}).status_code == 200
    assert OpenNotice.objects.get().claim == "me"


@pytest.mark.parametrize(
    "changes",
    [
        {"claim": ""},
        {"claim": "member", "of_id": None},
        {"claim": "name", "of_id": None, "of_word": ""},
        {"reason": "other"},
    ],
)
def test_the_database_knows_no_complaint_without_a_claim(
    api: Api, stranger: Any, creator: Any, changes: dict[str, Any]
) -> None:
    row = reported(api, stranger, creator, "impersonation")
    with pytest.raises(IntegrityError, match="says_of_whom"), transaction.atomic():
        Report.objects.filter(pk=row.pk).update(**changes)

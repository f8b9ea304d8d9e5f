"""What reporters of other systems complained of, each as its scenario: by the app's requests, the
desk's pages and the letters."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from cameos.addresses import address_of
from enforcement.models import Case, Report, Reporter, Snapshot
from enforcement.subjects.registry import kinds
from feed.models import Post
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film, shown
from tests.cameos.revoking.taking_back import choices, take_back
from tests.client import Api
from tests.enforcement.complaints.desk_work import NOTHING, REMOVES, decides, heard, moderator
from tests.enforcement.desk.pages import ROOT, read
from tests.enforcement.reporting import case_of, report, reported
from tests.enforcement.test_without_account import ADDRESS, confirmed

pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]


def test_q1_reporters_never_hear_back(
    api: Api, stranger: User, friend: User, post: Post, deliver: Deliver
) -> None:
    """Everybody who reported it does, what was found with it, and not who else spoke."""
    first, second = reported(api, stranger, post), reported(api, friend, post, "hate_speech")
    for who, row in ((stranger, first), (friend, second)):
        assert api.get(f"/reports/{row.public_id}", as_=who).json()["state"] == "received"
    decides(moderator()[1], case_of(post), deliver, **REMOVES)
    for who, row in ((stranger, first), (friend, second)):
        mine = api.get(f"/reports/{row.public_id}", as_=who).json()
        assert (mine["state"], mine["outcome"]) == ("decided", "violation")
        assert heard(api, who).count("report.answered") == 1
        other = second if row == first else first
        assert other.public_id not in str(api.get("/me/reports", as_=who).json())


def test_q1_nor_do_those_without_an_account(api: Api, post: Post, deliver: Deliver) -> None:
    confirmed(api, post, deliver, reason="harassment_targeted")
    mail.outbox.clear()
    decides(moderator()[1], case_of(post), deliver, **REMOVES)
    (letter,) = [one for one in mail.outbox if one.to == [ADDRESS]]
    assert "breaks a rule of ours" in str(letter.body)


def test_q2_evidence_vanishes_when_the_author_deletes(
    api: Api, stranger: User, creator: User, post: Post, deliver: Deliver
) -> None:
    reported(api, stranger, post)
    deliver()
    assert api.delete(f"/posts/{post.public_id}", as_=creator).status_code == 204
    deliver()
    case = case_of(post)
    assert Snapshot.objects.filter(case=case).count() == 1
    desk = moderator()[1]
    page = desk.get(f"{ROOT}/case/{case.pk}/change/")
    assert page.status_code == 200
    assert "no longer there" in read(page) or "deleted" in read(page)
    pictures = [one for one in page.content.decode().split('"') if "/media/" in one]
    assert pictures, "what was copied is still looked at"
    assert decides(desk, case, deliver, do_warn="on").outcome == "violation"


def test_q3_what_is_deleted_quickly_cannot_be_reported(
    api: Api, stranger: User, creator: User, post: Post, deliver: Deliver
) -> None:
    """Hit and run: it was up for a minute, and whoever saw it reports it all the same."""
    assert api.delete(f"/posts/{post.public_id}", as_=creator).status_code == 204
    assert api.get(f"/posts/{post.public_id}", as_=stranger).status_code == 404
    row = reported(api, stranger, post)
    decides(moderator()[1], case_of(post), deliver, do_strike="on", value_strike="serious")
    assert api.get(f"/reports/{row.public_id}", as_=stranger).json()["outcome"] == "violation"
    assert api.get("/me/strikes", as_=creator).json()["points"] > 0


def test_q9_everybody_makes_films_of_a_face_and_its_owner_hunts_them_one_by_one(
    api: Api, friend: User, stranger: User, deliver: Deliver
) -> None:
    """Lent to nobody at first; what was made is all in one list, and goes in one request."""
    cameo = lent(friend)
    fans = [cast.adult(f"fan{number}") for number in range(3)]
    films = [shown(one, cameo) for one in fans] + [shown(fans[0], cameo)]
    kept = film(fans[1], cameo)
    takes = choices(api, cameo)["hide_existing"]["takes"]
    assert (takes["posts"], takes["drafts"]) == (4, 1)
    for one in films:
        assert api.get(f"/posts/{one.public_id}", as_=stranger).status_code == 200
    assert take_back(api, cameo, "hide_existing").status_code == 202
    deliver()
    for one in films:
        assert api.get(f"/posts/{one.public_id}", as_=stranger).status_code == 404
    assert api.get(f"/drafts/{kept.public_id}", as_=fans[1]).status_code == 404


def test_q14_one_thing_is_decided_as_often_as_it_was_reported(
    api: Api, post: Post, deliver: Deliver
) -> None:
    crowd = [cast.adult(f"crowd{number}") for number in range(12)]
    rows = [reported(api, one, post) for one in crowd]
    assert Case.objects.count() == 1
    desk = moderator()[1]
    decides(desk, case_of(post), deliver, **NOTHING)
    assert not Case.objects.filter(state__in=("open", "triaged", "claimed")).exists()
    assert set(Report.objects.values_list("outcome", flat=True)) == {"no_violation"}
    assert [heard(api, one) for one in crowd] == [["report.answered"]] * len(rows)


def test_q19_trolls_report_whom_they_dislike_for_ever(
    api: Api, creator: User, stranger: User, friend: User, post: Post, deliver: Deliver
) -> None:
    """Paused from a report, they are told so, what they send has no effect, and others' does."""
    troll = stranger
    row = reported(api, troll, post)
    desk = moderator("manage_reporters")[1]
    action = {"action": "mute_reporters", "_selected_action": [str(row.pk)]}
    desk.post(f"{ROOT}/report/", action, follow=True)
    muted = Reporter.objects.get(pk=troll.pk).muted_until
    assert muted is not None
    assert muted - timezone.now() > timedelta(days=6)
    before = Case.objects.count()
    answer = report(api, troll, creator, "impersonation").json()
    assert answer["state"] == "closed"
    assert "reporting.paused" in heard(api, troll), "they are told"
    assert Case.objects.count() == before
    aside = {"action": "set_all_aside", "_selected_action": [str(row.pk)]}
    desk.post(f"{ROOT}/report/", aside, follow=True)
    deliver()
    assert case_of(post).state == "closed"
    assert reported(api, friend, post).state == "received"


def test_q27_what_is_reported_on_another_surface_never_arrives(
    api: Api, creator: User, friend: User, stranger: User, post: Post
) -> None:
    """Each kind of thing has a case that the same desk shows."""
    cameo = lent(friend)
    draft = film(creator, cameo)
    made = {
        "post": (stranger, post),
        "profile": (stranger, creator),
        "draft": (friend, draft),
        "cameo": (stranger, address_of(friend)),
    }
    assert set(made) == set(kinds())
    for who, what in made.values():
        reported(api, who, what)
    listing = read(moderator()[1].get(f"{ROOT}/case/"))
    for _who, what in made.values():
        assert case_of(what).public_id in listing

"""What moderators of other systems complained of, each as its scenario, through their pages."""

from collections.abc import Callable

import pytest

from accounts.models import User
from audit.models import AuditEvent
from enforcement.models import Decision
from feed.models import Post
from tests import cast
from tests.client import Api
from tests.enforcement.appeals.sides import appealed
from tests.enforcement.complaints.desk_work import NOTHING, REMOVES, decides, moderator
from tests.enforcement.desk.pages import ROOT, read, through
from tests.enforcement.reporting import case_of, reported
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
NEXT = f"{ROOT}/case/next/"


def claimed(client: object) -> str:
    """The public id of the case to which the button led."""
    answer = client.post(NEXT, follow=True)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return str(answer.redirect_chain[-1][0])


def test_q5_an_appeal_lies_outside_the_queue_and_is_found_by_mail_alone(
    api: Api, creator: User, stranger: User, post: Post, deliver: Deliver
) -> None:
    reported(api, stranger, post)
    judge, desk = moderator()
    row = appealed(api, creator, decides(desk, case_of(post), deliver, **REMOVES))
    listing = read(moderator()[1].get(f"{ROOT}/case/?source=appeal"))
    assert row.case.public_id in listing
    assert str(row.case.pk) not in claimed(desk), "not for whoever decided it"
    assert str(row.case.pk) in claimed(moderator()[1]), "for the next person it is the next case"
    assert judge.public_id not in listing


def test_q8_the_log_of_what_staff_did_has_holes_and_nobody_may_read_it(
    api: Api, creator: User, stranger: User, post: Post, deliver: Deliver
) -> None:
    """A look, a warning, a removal, and each undone: one row each, which an auditor reads."""
    row = reported(api, stranger, post)
    person, desk = moderator("manage_reporters")
    case = case_of(post)
    desk.get(f"{ROOT}/case/{case.pk}/change/")
    made = decides(desk, case, deliver, **REMOVES, do_warn="on")
    through(desk, f"{ROOT}/decision/{made.public_id}/overturn/", statement="We were wrong.")
    deliver()
    for action in ("mute_reporters", "unmute_reporters", "set_all_aside"):
        chosen = {"action": action, "_selected_action": [str(row.pk)]}
        desk.post(f"{ROOT}/report/", chosen, follow=True)
    rows = AuditEvent.objects.filter(actor=person.public_id)
    names = list(rows.values_list("action", flat=True))
    assert names.count("enforcement.decision.made") == 2
    for name in ("enforcement.reporter.muted", "enforcement.reporter.unmuted"):
        assert names.count(name) == 1, name
    assert any(name.startswith("audit.staff.") for name in names), "that they looked"
    User.objects.filter(pk=(auditor := cast.moderator()).pk).update(is_superuser=True)
    page = read(at_the_desk(auditor).get(f"/admin/audit/auditevent/?q={person.public_id}"))
    for name in ("enforcement.decision.made", "enforcement.reporter.muted"):
        assert name in page, name


def test_q14_the_same_thing_waits_once_for_each_report(
    api: Api, post: Post, deliver: Deliver
) -> None:
    for number in range(6):
        reported(api, cast.adult(f"crowd{number}"), post)
    desk = moderator()[1]
    assert read(desk.get(f"{ROOT}/case/")).count(case_of(post).public_id) == 1
    decides(desk, case_of(post), deliver, **NOTHING)
    assert Decision.objects.count() == 1
    assert str(case_of(post).pk) not in claimed(desk)


def test_q23_what_scores_low_is_never_shown(
    api: Api, creator: User, stranger: User, friend: User, post: Post, deliver: Deliver
) -> None:
    """It stands in the list with its score, and comes when what is more urgent was decided."""
    grave = published(creator)
    reported(api, stranger, post, "deception_spam")
    reported(api, friend, grave, "harassment_threat")
    low, high = case_of(post), case_of(grave)
    assert low.priority < high.priority
    desk = moderator()[1]
    listing = read(desk.get(f"{ROOT}/case/"))
    assert low.public_id in listing
    for case in (high, low):
        assert str(case.pk) in claimed(desk)
        decides(desk, case, deliver, **NOTHING)

"""What a person's page says, and what it keeps to itself."""

import re
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import (
    AgeBand,
    AgeSource,
    Block,
    Change,
    Follow,
    Gated,
    Invite,
    InviteUse,
    TermsVersion,
    User,
)
from accounts.services.ages import signal_age
from accounts.services.second_approval import ProtectionReason, protect
from accounts.services.terms import acknowledge
from audit.models import AuditEvent
from audit.services import record
from lib.actors import Actor
from parental.services.safety import leave
from parental.states import EndReason
from tests import cast
from tests.accounts.desk.conftest import colleague, desk_of
from tests.accounts.second_factors import fresh
from tests.client import Api
from tests.parental.families import linked, set_control
from tests.staff import at_the_desk

BY = Actor.system("test")
MOST_STATEMENTS = 65


def shown_to(role: str, person: User) -> str:
    answer = desk_of(role).get(f"/admin/accounts/user/{person.public_id}/change/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">(.*?)</section>', page)
    assert found, name
    return found.group(1)


def test_every_limit_is_said_in_words_with_all_its_reasons(teen: User) -> None:
    from accounts.safeguards import Limit

    link = linked(teen)
    set_control(link, Limit.CREATION, "off")
    said = section(shown_to("support", teen), "safeguards")
    assert "You cannot make videos." in said
    assert "guardian: A guardian of yours set it." in said
    assert "teen default: We hold this for everybody who is not known to be 18." in said
    assert all(limit.replace("_", " ") in said for limit in Limit)


def test_of_the_signals_about_an_age_it_says_which_counts(creator: User) -> None:
    signal_age(person=creator, band=AgeBand.TEEN, source=AgeSource.REPORT, actor=BY)
    signal_age(person=creator, band=AgeBand.ADULT, source=AgeSource.DOCUMENT, actor=BY)
    said = section(shown_to("moderator", creator), "age")
    rows = re.findall(r"<tr>(.*?)</tr>", said)
    document = next(row for row in rows if "Document" in row)
    assert "5 (can loosen)" in document
    assert "it decides" in document
    assert "1</td>" in next(row for row in rows if "Report" in row)


def test_sessions_show_no_key_and_no_address(api: Api, creator: User) -> None:
    fresh(api, creator)
    row = UserSession.objects.get(user=creator)
    said = section(shown_to("support", creator), "sessions")
    assert row.session_key not in said
    assert row.ip not in said
    assert "Open sessions</dt><dd>1" in said


def _invited(by: User, person: User) -> None:
    later = timezone.now() + timedelta(days=1)
    code = Invite.objects.create(inviter=by, code=uuid4().hex[:10].upper(), expires_at=later)
    InviteUse.objects.create(invite=code, invitee=person)


def test_the_tree_of_invites_goes_up_and_a_few_generations_down(creator: User) -> None:
    chain = [cast.creator(), cast.creator(), creator, *(cast.creator() for _ in range(4))]
    for by, person in pairwise(chain):
        _invited(by, person)
    said = section(shown_to("moderator", creator), "invites")
    for person in (*chain[:2], *chain[3:6]):
        assert person.public_id in said
    assert chain[6].public_id not in said


def test_of_relations_only_numbers_are_shown(creator: User, friend: User, moderator: User) -> None:
    Follow.objects.create(follower=friend, followed=creator)
    other = cast.stranger()
    Block.objects.create(blocker=other, blocked=creator)
    record("accounts.block.made", actor=Actor.person(other.pk), target=creator.public_id)
    page = shown_to("lead", creator)
    said = section(page, "relations")
    assert "Is followed by</dt><dd>1" in said
    assert "Is blocked by</dt><dd>1" in said
    assert friend.public_id not in page
    assert other.public_id not in page


def test_terms_say_what_was_read_and_what_stands_still(creator: User) -> None:
    TermsVersion.objects.create(
        name="making", version=1, gates=[Gated.GENERATION], read_at="/x", sha256="0" * 64,
        change=Change.LAW, actor="system:test",
    )  # fmt: skip
    assert "Making a video" in section(shown_to("support", creator), "terms")
    acknowledge(person=creator, name="making", version=1, by=creator)
    assert creator.public_id in section(shown_to("support", creator), "terms")


def test_a_held_decision_stands_on_the_page(creator: User, moderator: User) -> None:
    protect(person=creator, actor=moderator, reason=ProtectionReason.AT_RISK)
    body = {"to": "banned", "reason": "spam"}
    path = f"/admin/accounts/user/{creator.public_id}/standing/"
    assert at_the_desk(moderator).post(path, body).status_code == 302
    said = section(shown_to("moderator", creator), "decisions")
    assert "From Good to Banned" in said
    assert "waiting" in said


def test_that_a_teen_fled_is_for_whoever_handles_it(teen: User, moderator: User) -> None:
    """`moderator` has the rights over people, and not that of safety cases."""
    link, stands = linked(teen), linked(teen)
    leave(link=link, by=teen, said=EndReason.NOT_SAFE)
    link.refresh_from_db()
    assert link.shown_until is not None
    for person in (teen, link.guardian):
        page = at_the_desk(moderator).get(f"/admin/accounts/user/{person.public_id}/change/")
        said = section(" ".join(page.content.decode().split()), "family")
        assert "active" in said
        assert (link.public_id in said, "/guardianlink/" in said) == (True, False)
        assert (stands.public_id in said) == (person == teen)
        for word in ("ended", "not safe", link.end_reason):
            assert word not in said.replace('<th scope="col">ended</th>', "")
        told = section(shown_to("moderator", person), "family")
        assert EndReason.NOT_SAFE.label in told
    lines = at_the_desk(moderator)
    listed = lines.get("/admin/parental/guardianlink/").content.decode()
    assert link.public_id not in listed
    path = f"/admin/parental/guardianlink/{link.pk}/change/"
    assert lines.get(path).status_code == 302
    entries = lines.get("/admin/parental/familyentry/").content.decode()
    assert link.public_id not in entries
    assert (
        link.public_id
        in at_the_desk(colleague("moderator")).get("/admin/parental/guardianlink/").content.decode()
    )


@pytest.mark.parametrize("events", [10, 1000])
def test_the_page_costs_as_much_for_a_long_history_as_for_a_short_one(
    creator: User, events: int
) -> None:
    for _ in range(events // 10):
        signal_age(person=creator, band=AgeBand.TEEN, source=AgeSource.REPORT, actor=BY)
    AuditEvent.objects.bulk_create(
        AuditEvent(action="accounts.profile.updated", actor=str(BY), target=creator.public_id)
        for _ in range(events)
    )
    for _ in range(20):
        _invited(creator, cast.creator())
    desk = desk_of("lead")
    path = f"/admin/accounts/user/{creator.public_id}/change/"
    desk.get(path)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert desk.get(path).status_code == 200
    assert len(counted) <= MOST_STATEMENTS, [one["sql"][:120] for one in counted]


def test_that_somebody_is_leaving_and_until_when_is_said(creator: User) -> None:
    from accounts.services.closing import close_account

    left = close_account(person=creator, actor=Actor.person(creator.pk))
    said = shown_to("support", creator).lower()
    assert left.erase_due_at is not None
    assert "erase due at" in said
    assert "closed at" in said
    assert f"{left.erase_due_at:%Y}" in said.split("erase due at")[1][:600]


def test_a_tombstone_has_a_page_too(creator: User) -> None:
    from accounts.services.deletion import delete_account

    delete_account(person=creator, actor=Actor.person(creator.pk))
    assert "timeline" in shown_to("lead", creator)

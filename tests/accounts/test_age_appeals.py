"""Appeals about ages: who may, who decides, what is told, and that no document is kept."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.ages import is_among_teens_now
from accounts.models import (
    AgeAppeal,
    AgeBand,
    AgeSource,
    Follow,
    Standing,
    StandingReason,
    User,
)
from accounts.proof_links import link_for, token_for
from accounts.services import age_appeals, follow_requests, relations
from accounts.services.age_appeals import AGAIN_AFTER, AppealFinding
from accounts.services.ages import PROOF_WITHIN, signal_age, tighten_age
from accounts.services.proof_mails import Letter, send_letter
from accounts.services.unproven import REMIND_BEFORE, delete_unproven, remind_unproven
from audit.models import AuditEvent
from config.staff import appoint_moderator
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.outbox.models import OutboxMessage
from parental.services import inviting
from tests import cast
from tests.client import Api, code_of
from tests.staff import at_the_desk
from tests.standings import change_standing

SYSTEM = Actor.system("test")
Worker = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def reviewer(db: None) -> User:
    """Staff with the right to decide about ages."""
    person = cast.moderator()
    appoint_moderator(person)
    return User.objects.get(pk=person.pk)


def _tightened(person: User, to: AgeBand = AgeBand.TEEN) -> User:
    tighten_age(person=person, to=to, source=AgeSource.REPORT, actor=SYSTEM)
    return User.objects.get(pk=person.pk)


def _opened(person: User) -> AgeAppeal:
    return age_appeals.open_appeal(person=person, actor=SYSTEM)


def _decided(person: User, by: User, finding: AppealFinding, **kwargs: Any) -> AgeAppeal:
    appeal = age_appeals.claim(appeal=_opened(person), by=by)
    return age_appeals.decide(appeal=appeal, by=by, finding=finding, **kwargs)


def test_an_adult_who_is_not_sure_enough_for_a_guardian_asks_and_becomes_one(
    api: Api, creator: User, teen: User, reviewer: User, settings: Any
) -> None:
    settings.GUARDIAN_ASSURANCE = "staff"
    code = inviting.invite(teen=teen, device="phone-of-the-teen").code
    sent, tablet = {"code": code, "text_version": 1}, {"X-Device-Id": "tablet-of-the-guardian"}

    def redeemed(key: str) -> Any:
        return api.post("/family/invitations/redeem", sent, as_=creator, key=key, headers=tablet)

    assert code_of(redeemed("a")) == "guardian_not_assured"
    assert api.get("/me/age", as_=creator).json()["can"] == ["assure"]
    asked = api.post("/me/age/appeal", {}, as_=creator, key="k")
    assert (asked.status_code, asked.json()["can"]) == (201, ["withdraw_appeal"])
    again = api.post("/me/age/appeal", {}, as_=creator, key="again")
    assert (again.status_code, code_of(again)) == (409, "appeal_open")
    appeal = age_appeals.claim(appeal=AgeAppeal.objects.get(), by=reviewer)
    page = f"/admin/accounts/ageappeal/{appeal.public_id}/decide/"
    assert "to watch over a teen" in at_the_desk(reviewer).get(page).content.decode()
    age_appeals.decide(appeal=appeal, by=reviewer, finding=AppealFinding.DOCUMENT_ADULT)
    said = api.get("/me/age", as_=creator).json()
    assert (said["band"], said["rests_on"], said["can"]) == ("18_plus", "document", [])
    assert redeemed("b").status_code == 201
    enough = api.post("/me/age/appeal", {}, as_=creator, key="more")
    assert (enough.status_code, code_of(enough)) == (409, "nothing_to_appeal")


def test_an_adult_who_showed_nothing_stays_one_and_is_told_what_it_means(
    creator: User, reviewer: User, settings: Any
) -> None:
    settings.GUARDIAN_ASSURANCE = "staff"
    _decided(creator, reviewer, AppealFinding.NOTHING_SHOWN)
    assert _fresh(creator).age_band == AgeBand.ADULT
    mail.outbox.clear()
    send_letter(person_id=creator.pk, letter=Letter.DECIDED)
    assert "cannot watch over a teen" in str(mail.outbox[0].body)
    refusal = age_appeals.appeal_refusal(_fresh(creator))
    assert refusal
    assert refusal.code == ErrorCode.THROTTLED


def test_an_adult_who_shows_a_teens_document_is_a_teen(
    creator: User, reviewer: User, settings: Any
) -> None:
    settings.GUARDIAN_ASSURANCE = "staff"
    _decided(creator, reviewer, AppealFinding.DOCUMENT_TEEN)
    assert _fresh(creator).age_band == AgeBand.TEEN


def test_whoever_needs_a_document_is_not_spared_by_staffs_word(
    creator: User, reviewer: User, settings: Any
) -> None:
    settings.GUARDIAN_ASSURANCE = "document"
    signal_age(person=creator, band=AgeBand.ADULT, source=AgeSource.STAFF, actor=SYSTEM)
    assert age_appeals.appeal_refusal(_fresh(creator)) is None
    settings.GUARDIAN_ASSURANCE = "staff"
    refusal = age_appeals.appeal_refusal(_fresh(creator))
    assert refusal
    assert refusal.code == ErrorCode.NOTHING_TO_APPEAL


def _fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_an_adult_who_seems_a_teen_asks_shows_a_document_and_hears_of_it(
    api: Api, creator: User, reviewer: User
) -> None:
    _tightened(creator)
    assert api.get("/me/age", as_=creator).json()["can"] == ["appeal"]
    asked = api.post("/me/age/appeal", {}, as_=creator, key="k")
    assert asked.status_code == 201, asked.content
    assert asked.json()["can"] == ["withdraw_appeal"]
    appeal = age_appeals.claim(appeal=AgeAppeal.objects.get(person=creator), by=reviewer)
    age_appeals.decide(appeal=appeal, by=reviewer, finding=AppealFinding.DOCUMENT_ADULT)
    said = api.get("/me/age", as_=creator).json()
    assert (said["band"], said["rests_on"], said["can"]) == ("18_plus", "document", [])
    assert said["appeal"]["finding"] == "document_18_plus"
    heard = [one["type"] for one in api.get("/me/events", as_=creator).json()["results"]]
    assert "age.appeal_decided" in heard
    assert OutboxMessage.objects.filter(actor_name="mail_about_proof").exists()
    row = AuditEvent.objects.get(action="accounts.age_appeal.decided")
    assert row.facts["finding"] == "document_18_plus"


def test_an_appeal_has_no_place_for_a_document_or_for_words() -> None:
    fields = {one.name for one in AgeAppeal._meta.concrete_fields}
    assert fields == {
        *("id", "person", "state", "held_band", "claimed_by_id"),
        *("finding", "opened_at", "decided_at"),
    }


def test_nobody_has_two_open_appeals(api: Api, teen: User) -> None:
    assert api.post("/me/age/appeal", {}, as_=teen, key="a").status_code == 201
    again = api.post("/me/age/appeal", {}, as_=teen, key="b")
    assert (again.status_code, code_of(again)) == (409, "appeal_open")
    with pytest.raises(IntegrityError, match="one_open_appeal"), transaction.atomic():
        AgeAppeal.objects.create(person=teen, held_band="13_17")


def test_an_appeal_can_be_taken_back(api: Api, teen: User) -> None:
    api.post("/me/age/appeal", {}, as_=teen, key="a")
    assert api.delete("/me/age/appeal", as_=teen).status_code == 204
    assert api.delete("/me/age/appeal", as_=teen).status_code == 404
    assert api.get("/me/age", as_=teen).json()["can"] == ["appeal"]


def test_whoever_was_decided_about_waits_a_week(api: Api, teen: User, reviewer: User) -> None:
    _decided(teen, reviewer, AppealFinding.NOTHING_SHOWN)
    refused = api.post("/me/age/appeal", {}, as_=teen, key="a")
    assert (refused.status_code, code_of(refused)) == (429, "throttled")
    with travel(timezone.now() + AGAIN_AFTER + timedelta(minutes=1)):
        assert age_appeals.appeal_refusal(_fresh(teen)) is None


def test_only_the_one_who_took_it_with_the_right_decides_and_never_their_own(
    creator: User, moderator: User, reviewer: User
) -> None:
    appeal = _opened(_tightened(creator))

    def refusal(by: User) -> ErrorCode:
        with pytest.raises(DomainError) as refused:
            age_appeals.decide(appeal=appeal, by=by, finding=AppealFinding.DOCUMENT_ADULT)
        return refused.value.code

    assert refusal(moderator) == ErrorCode.PERMISSION_DENIED
    assert refusal(reviewer) == ErrorCode.STALE_STATE  # nobody took it
    other = cast.moderator()
    other.user_permissions.add(Permission.objects.get(codename="decide_age_appeal"))
    age_appeals.claim(appeal=appeal, by=_fresh(other))
    assert refusal(reviewer) == ErrorCode.PERMISSION_DENIED
    AgeAppeal.objects.filter(pk=appeal.pk).update(person=reviewer)
    appeal.refresh_from_db()
    assert refusal(reviewer) == ErrorCode.NOT_ALLOWED_FOR_SELF
    assert _fresh(creator).age_band == AgeBand.TEEN


def test_staff_decide_in_the_admin(creator: User, reviewer: User) -> None:
    appeal = _opened(_tightened(creator))
    desk, root = at_the_desk(reviewer), "/admin/accounts/ageappeal/"
    assert creator.public_id in desk.get(root).content.decode()
    page = f"{root}{appeal.public_id}/decide/"
    assert "Take this appeal" in desk.get(page).content.decode()
    taken = desk.post(root, {"action": "take", "_selected_action": [str(appeal.pk)]})
    assert taken.status_code == 302
    assert str(creator.email) in desk.get(page).content.decode()
    birthday = (timezone.now() + timedelta(days=100)).date()
    sent = {"finding": "document_13_17", "adult_from": birthday.isoformat()}
    assert desk.post(page, sent).status_code == 302
    person = _fresh(creator)
    assert (person.assured_by, person.adult_from) == ("document", birthday)
    assert desk.get(f"{root}{appeal.pk}/change/").status_code == 200
    shown = desk.get(f"/admin/accounts/user/{creator.public_id}/change/").content.decode()
    assert "Signals, newest first" in shown


def test_staff_without_the_right_do_not_open_the_form(creator: User, moderator: User) -> None:
    appeal = _opened(_tightened(creator))
    page = f"/admin/accounts/ageappeal/{appeal.public_id}/decide/"
    assert at_the_desk(moderator).get(page).status_code == 403


# The whole way of somebody held to be under 13


def _mailed(person: User, letter: Letter = Letter.FROZEN) -> str:
    assert send_letter(person_id=person.pk, letter=letter)
    return str(mail.outbox[-1].body)


def test_known_under_13_is_frozen_unseen_and_told_how_to_prove(
    api: Api, creator: User, friend: User, moderator: User
) -> None:
    token = api.token(creator)
    assert api.get(f"/people/{creator.handle}", as_=friend).status_code == 200
    frozen = _tightened(creator, AgeBand.UNDER_13)
    assert code_of(api.get("/me", token=token)) == "account_suspended"
    assert api.get(f"/people/{creator.handle}", as_=friend).status_code == 404
    owed = OutboxMessage.objects.get(actor_name="mail_about_proof")
    assert owed.args == [str(creator.pk), "frozen"]
    body = _mailed(frozen)
    assert link_for(frozen) in body
    assert mail.outbox[-1].to == [creator.email]


def test_the_link_opens_the_appeal_and_a_proof_gives_the_account_back(
    api: Api, creator: User, reviewer: User
) -> None:
    frozen = _tightened(creator, AgeBand.UNDER_13)
    token = re.search(r"token=(\S+)", _mailed(frozen))
    assert token
    asked = api.post("/age/proof", {"token": token[1]})
    assert asked.status_code == 201, asked.content
    appeal = age_appeals.claim(appeal=AgeAppeal.objects.get(person=creator), by=reviewer)
    age_appeals.decide(appeal=appeal, by=reviewer, finding=AppealFinding.DOCUMENT_TEEN)
    person = _fresh(creator)
    assert (person.age_band, person.standing) == (AgeBand.TEEN, Standing.GOOD)
    assert person.proof_due_at is None
    assert "13 to 17" in _mailed(person, Letter.DECIDED)
    again = api.post("/age/proof", {"token": token[1]})
    assert (again.status_code, code_of(again)) == (410, "gone")


def test_a_proof_lifts_no_ban_of_staff(creator: User, moderator: User, reviewer: User) -> None:
    frozen = _tightened(creator, AgeBand.UNDER_13)
    to, reason = Standing.BANNED, StandingReason.SPAM
    change_standing(person=frozen, to=to, actor=moderator, reason=reason)
    _decided(creator, reviewer, AppealFinding.DOCUMENT_ADULT)
    assert _fresh(creator).standing == Standing.BANNED


@pytest.mark.parametrize("spoiled", ["x", "", "e30:1vM3xk:AAAA"])
def test_a_link_that_we_did_not_sign_opens_nothing(api: Api, creator: User, spoiled: str) -> None:
    frozen = _tightened(creator, AgeBand.UNDER_13)
    answer = api.post("/age/proof", {"token": token_for(frozen) + spoiled[:1]} if spoiled else {})
    assert answer.status_code in (400, 403)
    assert not AgeAppeal.objects.exists()


def test_the_page_behind_the_link_does_nothing_until_the_button(creator: User) -> None:
    frozen = _tightened(creator, AgeBand.UNDER_13)
    page = link_for(frozen).split("127.0.0.1", 1)[-1].split("/", 1)[1]
    guest = Client()
    assert "Ask for a look" in guest.get(f"/{page}").content.decode()
    assert not AgeAppeal.objects.exists()
    answer = guest.post(f"/{page}")
    assert answer["Referrer-Policy"] == "same-origin"
    assert "We will write" in answer.content.decode()
    assert AgeAppeal.objects.filter(person=creator).count() == 1
    assert "waits for a decision" in guest.get(f"/{page}").content.decode()
    assert guest.get("/age/proof?token=x").status_code == 403


def test_one_reminder_comes_before_the_end(creator: User, as_worker: Worker) -> None:
    _tightened(creator, AgeBand.UNDER_13)
    with as_worker():
        assert remind_unproven() == 0
    later = timezone.now() + PROOF_WITHIN - REMIND_BEFORE + timedelta(minutes=1)
    with travel(later), as_worker():
        assert (remind_unproven(), remind_unproven()) == (1, 0)
        assert "in three days" in mail_subject(creator)


def mail_subject(person: User) -> str:
    send_letter(person_id=person.pk, letter=Letter.REMINDER)
    return str(mail.outbox[-1].subject)


def test_an_appeal_in_time_stops_the_clock_but_not_for_ever(
    creator: User, as_worker: Worker
) -> None:
    _opened(_tightened(creator, AgeBand.UNDER_13))
    with travel(timezone.now() + PROOF_WITHIN + timedelta(hours=1)), as_worker():
        assert delete_unproven() == 0
    with travel(timezone.now() + 2 * PROOF_WITHIN + timedelta(hours=1)), as_worker():
        assert delete_unproven() == 1
    assert _fresh(creator).deleted_at is not None
    assert not AgeAppeal.objects.exists()


def test_letters_that_are_no_longer_true_are_not_sent(creator: User, reviewer: User) -> None:
    frozen = _tightened(creator, AgeBand.UNDER_13)
    signal_age(person=frozen, band=AgeBand.ADULT, source=AgeSource.DOCUMENT, actor=SYSTEM)
    assert not send_letter(person_id=creator.pk, letter=Letter.FROZEN)
    assert mail.outbox == []


def test_an_adult_who_only_seems_a_teen_comes_no_nearer_to_teens(
    api: Api, creator: User, teen: User
) -> None:
    path = f"/people/{teen.handle}"
    assert api.get(path, as_=creator).status_code == 404
    said = {"lower_bound": 13, "upper_bound": 17, "declaration": "self_declared"}
    assert api.put("/me/age/declared-range", said, as_=creator).json()["band"] == "13_17"
    assert api.get(path, as_=creator).status_code == 404
    assert api.put(f"{path}/follow", as_=creator).status_code == 404
    proof = AgeSource.DOCUMENT
    signal_age(person=creator, band=AgeBand.TEEN, source=proof, actor=SYSTEM)
    assert api.get(path, as_=creator).status_code == 200


@pytest.mark.parametrize("source", AgeSource)
def test_a_queryset_knows_who_is_among_teens(
    creator: User, teen: User, friend: User, source: AgeSource
) -> None:
    for person in (creator, teen):
        signal_age(person=person, band=AgeBand.TEEN, source=source, actor=SYSTEM)
    User.objects.filter(pk=friend.pk).update(birth_date=None)
    listed = set(User.objects.filter(is_among_teens_now()))
    assert listed == {one for one in User.objects.all() if one.is_among_teens}
    assert {teen, friend} <= listed


def test_whoever_only_seems_a_teen_keeps_no_follow_that_a_teen_ends(
    creator: User, teen: User
) -> None:
    relations.follow(actor=teen, person=creator)
    relations.follow(actor=creator, person=teen)
    follow_requests.accept(actor=teen, person=creator)
    _tightened(creator, AgeBand.TEEN)
    relations.unfollow(actor=teen, person=creator)
    assert not Follow.objects.exists()


def test_a_link_of_an_earlier_deadline_opens_nothing(api: Api, creator: User) -> None:
    token = token_for(_tightened(creator, AgeBand.UNDER_13))
    later = timezone.now() + PROOF_WITHIN + timedelta(days=3)
    User.objects.filter(pk=creator.pk).update(proof_due_at=later)
    answer = api.post("/age/proof", {"token": token})
    assert (answer.status_code, code_of(answer)) == (410, "gone")
    assert not AgeAppeal.objects.exists()

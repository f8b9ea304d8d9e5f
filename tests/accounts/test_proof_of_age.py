"""Somebody held to be under 13: frozen, may prove otherwise, else everything goes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import AgeBand, AgeSignal, AgeSource, Standing, StandingReason, User
from accounts.models.ages import PROOF
from accounts.services.age_findings import AgeFinding, record_finding
from accounts.services.ages import PROOF_WITHIN, signal_age, tighten_age
from accounts.services.deletion import delete_account
from accounts.services.unproven import delete_unproven
from accounts.tasks import delete_people_without_proof_of_age
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from tests import cast
from tests.cast import PASSWORD
from tests.client import Api, code_of
from tests.staff import give_reason
from tests.standings import change_standing

SYSTEM = Actor.system("test")
Worker = Callable[[], AbstractContextManager[None]]


def _held_under_13(person: User) -> User:
    tighten_age(person=person, to=AgeBand.UNDER_13, source=AgeSource.REPORT, actor=SYSTEM)
    return User.objects.get(pk=person.pk)


def _reinstate(person: User, staff: User, to: Standing = Standing.GOOD) -> None:
    person = User.objects.get(pk=person.pk)
    change_standing(person=person, to=to, actor=staff, reason=StandingReason.MISTAKE)


def test_the_time_for_a_proof_starts_with_the_first_signal(creator: User) -> None:
    before = timezone.now()
    first = _held_under_13(creator).proof_due_at
    assert first is not None
    assert before + PROOF_WITHIN <= first <= timezone.now() + PROOF_WITHIN
    with travel(timezone.now() + timedelta(days=5)):
        signal_age(person=creator, band=AgeBand.UNDER_13, source=AgeSource.STAFF, actor=SYSTEM)
    assert User.objects.get(pk=creator.pk).proof_due_at == first


def test_whoever_proves_nothing_in_time_is_deleted_and_nobody_else(
    creator: User, teen: User, as_worker: Worker
) -> None:
    _held_under_13(creator)
    with as_worker():
        assert delete_unproven() == 0
    with travel(timezone.now() + PROOF_WITHIN + timedelta(seconds=1)), as_worker():
        delete_people_without_proof_of_age.fn()
        delete_people_without_proof_of_age.fn()
    creator.refresh_from_db()
    assert (creator.deleted_at is not None, creator.email, creator.proof_due_at) == (
        True,
        None,
        None,
    )
    row = AuditEvent.objects.get(action="accounts.person.deleted")
    assert (row.actor, row.target) == ("system:age", creator.public_id)
    assert User.objects.get(pk=teen.pk).deleted_at is None


def test_a_child_that_cannot_be_deleted_keeps_no_other_here(
    creator: User, friend: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (creator, friend):
        _held_under_13(person)

    def breaks(*, person: User, actor: Actor) -> None:
        if person.pk == creator.pk:
            raise RuntimeError
        delete_account(person=person, actor=actor)

    monkeypatch.setattr("accounts.services.unproven.delete_account", breaks)
    with travel(timezone.now() + PROOF_WITHIN + timedelta(seconds=1)):
        assert delete_unproven() == 1
    assert User.objects.get(pk=creator.pk).deleted_at is None
    assert User.objects.get(pk=friend.pk).deleted_at is not None


@pytest.mark.parametrize("source", sorted(set(AgeSource) - PROOF))
def test_out_of_under_13_leads_no_word_of_anybody(creator: User, source: AgeSource) -> None:
    _held_under_13(creator)
    for band in (AgeBand.TEEN, AgeBand.ADULT):
        assert signal_age(person=creator, band=band, source=source, actor=SYSTEM) == "under_13"
    assert User.objects.get(pk=creator.pk).proof_due_at is not None


@pytest.mark.parametrize("to", [Standing.GOOD, Standing.LIMITED])
def test_nobody_is_reinstated_while_held_under_13(
    creator: User, moderator: User, to: Standing
) -> None:
    _held_under_13(creator)
    record_finding(person=creator, finding=AgeFinding.UNDER_18, actor=moderator)
    with pytest.raises(DomainError) as refused:
        _reinstate(creator, moderator, to)
    assert refused.value.code == ErrorCode.UNDER_AGE
    assert User.objects.get(pk=creator.pk).standing == Standing.SUSPENDED
    _reinstate(creator, moderator, Standing.BANNED)


def test_a_document_ends_the_wait_and_staff_may_reinstate(
    api: Api, creator: User, moderator: User
) -> None:
    _held_under_13(creator)
    band = record_finding(person=creator, finding=AgeFinding.DOCUMENT_TEEN, actor=moderator)
    assert band == AgeBand.TEEN
    assert User.objects.get(pk=creator.pk).proof_due_at is None
    said = AgeSignal.objects.filter(person_id=creator.pk).order_by("-at")[0]
    assert (said.source, said.actor) == ("document", moderator.public_id)
    _reinstate(creator, moderator)
    with travel(timezone.now() + PROOF_WITHIN * 2):
        assert delete_unproven() == 0
    assert api.get("/me", as_=User.objects.get(pk=creator.pk)).status_code == 200


def _refusal(*, person: User, actor: User) -> ErrorCode:
    with pytest.raises(DomainError) as refused:
        record_finding(person=person, finding=AgeFinding.UNDER_13, actor=actor)
    assert User.objects.get(pk=person.pk).standing == Standing.GOOD
    return refused.value.code


def test_only_staff_find_out_and_never_about_themselves_or_other_staff(
    creator: User, friend: User, moderator: User
) -> None:
    assert _refusal(person=creator, actor=friend) == ErrorCode.PERMISSION_DENIED
    assert _refusal(person=moderator, actor=moderator) == ErrorCode.NOT_ALLOWED_FOR_SELF
    assert _refusal(person=cast.moderator(), actor=moderator) == ErrorCode.PERMISSION_DENIED


def test_staff_freeze_a_child_on_the_persons_page(api: Api, creator: User, moderator: User) -> None:
    token = api.token(creator)
    desk = Client()
    desk.post("/admin/login/", {"username": str(moderator.email), "password": PASSWORD})
    give_reason(desk, "safety")
    page = f"/admin/accounts/user/{creator.public_id}/age/"
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"finding": "18_plus"}).status_code == 200
    assert api.get("/me", token=token).status_code == 200

    assert desk.post(page, {"finding": "under_13"}).status_code == 302

    assert code_of(api.get("/me", token=token)) == "account_suspended"
    refused = desk.post(page.replace("/age/", "/standing/"), {"to": "good", "reason": "mistake"})
    assert "Record a document" in refused.content.decode()
    assert Client().get(page).status_code == 302


def test_a_deadline_without_its_cause_cannot_be_stored(creator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=creator.pk).update(proof_due_at=timezone.now())


def test_a_tombstone_has_no_age(creator: User) -> None:
    _held_under_13(creator)
    with travel(timezone.now() + PROOF_WITHIN + timedelta(seconds=1)):
        delete_unproven()
    with pytest.raises(DomainError) as refused:
        tighten_age(person=creator, to=AgeBand.TEEN, source=AgeSource.REPORT, actor=SYSTEM)
    assert refused.value.code == ErrorCode.GONE

"""A consent for one video: issued as preflight answers, checked at each attempt, withdrawable."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.safeguards import Limit
from accounts.services.relations import block, unfollow
from accounts.services.safeguards import choose_limits
from audit.models import AuditEvent
from cameos.capabilities.ending import destroy_salts, raise_epoch
from cameos.capabilities.issuing import UseRefused, terms_of
from cameos.capabilities.receipts import receipt_hash, status_id_of
from cameos.capabilities.tokens import CapabilityRefused, Fault
from cameos.capabilities.using import complete
from cameos.models import Cameo, CameoGrant, Capability
from cameos.permissions.terms import Scope
from cameos.services.granting import withdraw
from cameos.services.pausing import pause, resume
from cameos.states import CameoState
from lib.errors import ErrorCode
from lib.ids import IdKind, encode, new_id
from tests import cast, roles
from tests.cameos.capabilities.using import attempt, issue, new_job
from tests.cameos.permissions.lending import (
    EVERYONE,
    SYSTEM,
    answer,
    granted,
    lent,
    move,
    mutual,
    set_level,
)
from tests.client import Api, code_of


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator, "mutuals")


@pytest.fixture
def mutuals(creator: Any, friend: Any) -> None:
    mutual(creator, friend)


pytestmark = pytest.mark.usefixtures("mutuals")


def fault(one: Any, **asked: Any) -> Fault:
    with pytest.raises(CapabilityRefused) as caught:
        attempt(one, **asked)
    return caught.value.fault


def test_issued_and_used_by_each_attempt_of_its_job(cameo: Cameo, friend: Any) -> None:
    (one,) = issue(cameo, to=friend)
    for _ in range(3):
        assert attempt(one).pk == one.capability.pk
    row = AuditEvent.objects.get(action="cameos.capability.issued")
    assert (row.target, row.facts["capability"]) == (cameo.public_id, one.capability.public_id)


def test_what_preflight_refuses_is_not_issued(
    api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    set_level(cameo, "mutuals", restrictions=["alcohol"])
    for person, prompt, code in (
        (stranger, "by the sea", ErrorCode.NOT_AVAILABLE),
        (friend, "a beer by the sea", ErrorCode.NOT_FOR_THIS_PROMPT),
    ):
        assert answer(api, cameo, person, prompt) == code.value
        with pytest.raises(UseRefused) as caught:
            issue(cameo, to=person, prompt=prompt)
        assert caught.value.code == code
    assert not Capability.objects.exists()


def test_one_refusal_is_everybodys(cameo: Cameo, friend: Any, stranger: Any) -> None:
    closed = lent(stranger, "only_me")
    with pytest.raises(UseRefused):
        issue(cameo, closed, to=friend)
    assert not Capability.objects.exists()


def test_two_people_lend_what_both_lend(cameo: Cameo, friend: Any, stranger: Any) -> None:
    set_level(cameo, "mutuals", scopes=["face"], no_remix=True)
    other = lent(stranger, EVERYONE, scopes=["face", "voice"], no_download=True)
    issued = issue(cameo, other, to=friend)
    film = terms_of([one.capability for one in issued])
    assert film.scopes == {Scope.FACE}
    assert film.no_remix
    assert film.no_download
    assert all(film <= one.capability.bounds() for one in issued)


def test_a_grant_for_once_serves_all_attempts_of_one_job(
    api: Api, cameo: Cameo, stranger: Any
) -> None:
    granted(cameo, stranger, once=True)
    (one,) = issue(cameo, to=stranger)
    assert CameoGrant.objects.get().state == "used"
    for _ in range(2):
        attempt(one)
    with pytest.raises(UseRefused):
        issue(cameo, to=stranger)
    assert answer(api, cameo, stranger) == "not_available"


def test_what_fails_after_it_uses_nothing_up(cameo: Cameo, stranger: Any) -> None:
    granted(cameo, stranger, once=True)
    closed = lent(cast.adult(), "only_me")
    with pytest.raises(UseRefused):
        issue(cameo, closed, to=stranger)
    assert CameoGrant.objects.get().state == "live"


def test_it_is_bound_to_its_job_and_its_deadline(cameo: Cameo, friend: Any) -> None:
    deadline = timezone.now() + timedelta(hours=1)
    (one,) = issue(cameo, to=friend, deadline=deadline)
    assert fault(one, job=new_job()) == Fault.OTHER_JOB
    assert fault(one, at=deadline + timedelta(seconds=1)) == Fault.EXPIRED


def test_a_grant_until_a_date_ends_a_job_with_it(cameo: Cameo, stranger: Any) -> None:
    until = timezone.now() + timedelta(minutes=5)
    granted(cameo, stranger, until=until)
    (one,) = issue(cameo, to=stranger)
    assert one.capability.expires_at == until


def paused(cameo: Cameo, friend: Any) -> None:
    pause(cameo=cameo, by=cameo.owner)


def epoch_raised(cameo: Cameo, friend: Any) -> None:
    raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")


def epoch_alone(cameo: Cameo, friend: Any) -> None:
    Cameo.objects.filter(pk=cameo.pk).update(epoch=cameo.epoch + 1)


def narrowed(cameo: Cameo, friend: Any) -> None:
    set_level(cameo, "approved")


def unfollowed(cameo: Cameo, friend: Any) -> None:
    unfollow(actor=cameo.owner, person=friend)


def blocked(cameo: Cameo, friend: Any) -> None:
    block(actor=friend, person=cameo.owner)


def needs_reverify(cameo: Cameo, friend: Any) -> None:
    move(cameo, CameoState.NEEDS_REVERIFY)


def erased(cameo: Cameo, friend: Any) -> None:
    move(cameo, CameoState.ERASING, ended_at=timezone.now())


def capped(cameo: Cameo, friend: Any) -> None:
    choose_limits(person=cameo.owner, wanted={Limit.LIKENESS_USED_BY: "nobody"})


ENDS: dict[Callable[[Cameo, Any], None], Fault] = {
    paused: Fault.ENDED,
    epoch_raised: Fault.ENDED,
    epoch_alone: Fault.STALE_EPOCH,
    narrowed: Fault.NOT_PERMITTED,
    unfollowed: Fault.NOT_PERMITTED,
    blocked: Fault.ENDED,
    needs_reverify: Fault.NOT_PERMITTED,
    erased: Fault.NOT_PERMITTED,
    capped: Fault.ENDED,
}


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_consent_ends_a_running_job(
    end: Callable[[Cameo, Any], None], cameo: Cameo, friend: Any
) -> None:
    (one,) = issue(cameo, to=friend)
    end(cameo, friend)
    assert fault(one) == ENDS[end]
    with pytest.raises(CapabilityRefused) as caught:
        attempt(one)
    assert caught.value.code == ErrorCode.CONSENT_ENDED


def test_what_ended_does_not_come_back(cameo: Cameo, friend: Any) -> None:
    (one,) = issue(cameo, to=friend)
    pause(cameo=cameo, by=cameo.owner)
    resume(cameo=cameo, by=cameo.owner)
    assert fault(one) == Fault.ENDED
    (another,) = issue(cameo, to=friend)
    attempt(another)


def test_a_grant_taken_back_ends_the_job_under_it_and_no_other(
    cameo: Cameo, friend: Any, stranger: Any
) -> None:
    given = granted(cameo, stranger)
    (theirs,), (other,) = issue(cameo, to=stranger), issue(cameo, to=friend)
    withdraw(grant=given, by=cameo.owner)
    assert fault(theirs) == Fault.ENDED
    attempt(other)


def test_a_token_for_another_row_or_with_other_terms_is_refused(cameo: Cameo, friend: Any) -> None:
    (one,) = issue(cameo, to=friend)
    row = Capability.objects.filter(pk=one.capability.pk)
    row.update(terms={**one.capability.terms, "no_remix": True})
    assert fault(one) == Fault.TAMPERED
    row.update(terms=one.capability.terms, job=new_job())
    assert fault(one) == Fault.TAMPERED


def test_keys_rotate(cameo: Cameo, friend: Any) -> None:
    from django.conf import settings

    (one,) = issue(cameo, to=friend)
    old = settings.CAPABILITY_KEY
    with override_settings(CAPABILITY_KEY="another", CAPABILITY_KEY_FALLBACKS=[old]):
        attempt(one)
    with override_settings(CAPABILITY_KEY="another", CAPABILITY_KEY_FALLBACKS=[]):
        assert fault(one) == Fault.TAMPERED


def test_the_likeness_process_can_check_and_cannot_issue(cameo: Cameo, friend: Any) -> None:
    from django.db import ProgrammingError, transaction

    (one,) = issue(cameo, to=friend)
    with roles.acting_as("likeness"):
        attempt(one)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Capability.objects.filter(pk=one.capability.pk).update(ended_for="x")


def test_a_receipt_proves_with_its_salt_and_tells_nothing_without(
    cameo: Cameo, friend: Any
) -> None:
    (one,), (other,) = issue(cameo, to=friend), issue(cameo, to=friend)
    receipt = receipt_hash(one.capability)
    assert receipt == receipt_hash(Capability.objects.get(pk=one.capability.pk))
    assert receipt != receipt_hash(other.capability)
    unsalted = hashlib.sha256(one.capability.public_id.encode()).hexdigest()
    assert receipt != unsalted
    assert destroy_salts(cameo.pk) == 2
    assert receipt_hash(Capability.objects.get(pk=one.capability.pk)) is None


def status(api: Api, capability: Capability) -> Any:
    return api.get(f"/consents/{status_id_of(capability)}")


def test_anybody_can_ask_whether_a_clips_consent_stands(
    api: Api, cameo: Cameo, friend: Any
) -> None:
    (one,) = issue(cameo, to=friend)
    assert status(api, one.capability).json() == {"stands": True}
    raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")
    response = status(api, one.capability)
    assert response.json() == {"stands": False}
    assert response.headers["Cache-Control"] == "no-store"
    unknown = api.get(f"/consents/{encode(IdKind.CONSENT, new_id())}")
    assert (unknown.status_code, code_of(unknown)) == (404, "not_found")


def test_a_finished_video_outlives_a_pause_and_not_a_revocation(
    api: Api, cameo: Cameo, friend: Any
) -> None:
    (one,) = issue(cameo, to=friend)
    complete(attempt(one))
    pause(cameo=cameo, by=cameo.owner)
    assert status(api, one.capability).json() == {"stands": True}
    raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")
    assert status(api, one.capability).json() == {"stands": False}


def test_two_clips_of_the_same_people_have_nothing_in_common(cameo: Cameo, friend: Any) -> None:
    (one,), (other,) = issue(cameo, to=friend), issue(cameo, to=friend)
    first, second = one.capability.status_id, other.capability.status_id
    assert first.version == second.version == 4, "random: no time, no order"
    assert first not in (one.capability.pk, cameo.pk)
    told = {status_id_of(one.capability), receipt_hash(one.capability)}
    assert not told & {status_id_of(other.capability), receipt_hash(other.capability)}

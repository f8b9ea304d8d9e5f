"""What a face, and whoever looked at it, say of an age, and of whom nobody may say it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction

from accounts.models import AgeBand, AgeSignal, AgeSource, HeldDecision, User
from accounts.services.ages import signal_age
from accounts.services.second_approval import ProtectionReason, approve, protect
from cameos.enrolment.states import HoldReason
from cameos.services.holds import reasons_of, refuse
from cameos.tasks import note_young_face
from lib.actors import Actor
from lib.errors import DomainError
from lib.faces.base import Band
from lib.faces.presentation import AttackAnswer
from tests import cast
from tests.cameos.enrolment.conftest import Sight
from tests.cameos.enrolment.steps import App, enrolled
from tests.cameos.enrolment.test_holds import Deliver, newcomer, reviewer

__all__ = ["newcomer"]


def held_and_protected(newcomer: App, sight: Sight, deliver: Deliver) -> User:
    """A face of which nobody is sure waits, of a protected account; returns who looks at it."""
    by: User = reviewer()
    sight.age = Band.UNSURE
    enrolled(newcomer, deliver)
    protect(person=newcomer.person, actor=by, reason=ProtectionReason.PUBLIC_FIGURE)
    return by


def test_of_a_protected_account_a_second_of_staff_approves_that_it_is_a_minors(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    by = held_and_protected(newcomer, sight, deliver)
    refuse(enrolment=newcomer.row, by=by, is_minor=True, why="case")
    assert type(newcomer.person).objects.get(pk=newcomer.person.pk).is_adult
    assert newcomer.row.problems == ["not_confirmed"]
    approve(decision=HeldDecision.objects.get(), actor=cast.moderator())
    person = type(newcomer.person).objects.get(pk=newcomer.person.pk)
    assert (person.assured_band, person.assured_by) == (AgeBand.TEEN, AgeSource.STAFF)


def test_a_child_whom_staff_see_is_frozen_at_once_protected_or_not(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    by = held_and_protected(newcomer, sight, deliver)
    refuse(enrolment=newcomer.row, by=by, is_child=True, why="case")
    deliver()
    person = type(newcomer.person).objects.get(pk=newcomer.person.pk)
    assert (person.assured_band, person.assured_by) == (AgeBand.UNDER_13, AgeSource.STAFF)
    assert not person.stands
    assert person.proof_due_at is not None
    assert not HeldDecision.objects.exists()
    assert newcomer.row.verdict == "refuse"


def test_who_decides_about_enrolments_alone_finds_no_age(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.age = Band.UNSURE
    enrolled(newcomer, deliver)
    by = cast.adult("decides")
    type(by).objects.filter(pk=by.pk).update(is_staff=True)
    by.user_permissions.add(Permission.objects.get(codename="decide_enrolment"))
    alone = type(by).objects.get(pk=by.pk)
    with pytest.raises(DomainError, match="permission_denied"), transaction.atomic():
        refuse(enrolment=newcomer.row, by=alone, is_minor=True)
    with pytest.raises(DomainError, match="permission_denied"), transaction.atomic():
        refuse(enrolment=newcomer.row, by=alone, is_child=True)
    assert newcomer.row.verdict == "hold"
    assert type(newcomer.person).objects.get(pk=newcomer.person.pk).is_adult
    refuse(enrolment=newcomer.row, by=alone)
    assert newcomer.row.verdict == "refuse"


@pytest.mark.parametrize("band", list(Band))
def test_a_face_of_a_minor_gives_an_adult_by_declaration_the_limits_of_a_teen(
    newcomer: App, sight: Sight, deliver: Deliver, band: Band
) -> None:
    sight.age, sight.attack = band, AttackAnswer.BONA_FIDE
    enrolled(newcomer, deliver)
    young = band is Band.UNDER_18
    if young:  # delivered twice
        note_young_face.fn(str(newcomer.person.pk))
    person = type(newcomer.person).objects.get(pk=newcomer.person.pk)
    assert (person.age_band == AgeBand.TEEN) == young
    assert AgeSignal.objects.filter(source=AgeSource.ESTIMATE).count() == young
    said = newcomer.api.get("/me/age", as_=newcomer.person).json()
    assert (said["rests_on"] == "estimate") == young
    assert not young or "appeal" in said["can"]
    assert not person.is_among_teens


@pytest.mark.parametrize("source", [AgeSource.STAFF, AgeSource.DOCUMENT, AgeSource.VERIFIED])
def test_no_face_doubts_what_was_proved_or_found(
    newcomer: App, sight: Sight, deliver: Deliver, source: AgeSource
) -> None:
    sight.age, by = Band.UNDER_18, Actor.system("tests")
    signal_age(person=newcomer.person, band=AgeBand.ADULT, source=source, actor=by)
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.APPARENT_MINOR]
    assert type(newcomer.person).objects.get(pk=newcomer.person.pk).is_adult
    assert not AgeSignal.objects.filter(source=AgeSource.ESTIMATE).exists()

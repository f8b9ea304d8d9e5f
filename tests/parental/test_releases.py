"""What of a teen's likeness needs both, and what follows when either takes it back."""

from typing import Any

import pytest
import time_machine

from accounts.models import AgeBand, AgeSource, User
from accounts.safeguards.supervision import enrolment_is_released
from accounts.services.ages import signal_age
from cameos.models import Cameo, CameoPermission
from cameos.services.granting import Bounds, grant
from lib.actors import Actor
from lib.errors import DomainError
from parental.models import ConsentReceipt, FamilyNotice, GuardianLink
from parental.services.ending import end_all, unlink
from parental.services.releasing import is_agreed_guardian, release, withdraw
from parental.services.safety import leave
from parental.states import EndReason, ReleaseKind
from parental.work.outgrown import end_outgrown
from tests.cameos.enrolment.steps import release as notice
from tests.cameos.permissions.lending import lent
from tests.client import Api, code_of
from tests.parental.families import linked
from tests.parental.test_ending import birthday_of

YES = {"text_version": 1}


def path(link: GuardianLink, kind: str = "enrolment") -> str:
    return f"/family/links/{link.public_id}/releases/{kind}"


def both(link: GuardianLink, kind: ReleaseKind = ReleaseKind.ENROLMENT) -> None:
    for person in (link.teen, link.guardian):
        release(link=link, by=person, kind=kind, text_version=1)


def test_the_teen_is_asked_first_and_the_guardian_hears_nothing_before(
    api: Api, link: GuardianLink
) -> None:
    answer = api.put(path(link), YES, as_=link.guardian)
    assert (answer.status_code, code_of(answer)) == (409, "teen_not_asked")
    assert not FamilyNotice.objects.filter(kind="family.release_changed").exists()

    assert api.put(path(link), YES, as_=link.teen).json()["stands"] is False
    told = FamilyNotice.objects.get(kind="family.release_changed")
    assert told.person_id == link.guardian_id
    assert not enrolment_is_released(link.teen)

    assert api.put(path(link), YES, as_=link.guardian).json()["stands"] is True
    assert enrolment_is_released(link.teen)
    rows = ConsentReceipt.objects.filter(purpose="enrolment").order_by("at")
    assert [row.side for row in rows] == ["teen", "guardian"]


def test_where_the_law_asks_nobody_first_either_may_begin(
    api: Api, link: GuardianLink, settings: Any
) -> None:
    settings.FAMILY_ASK_MINOR_FIRST = False
    assert api.put(path(link), YES, as_=link.guardian).status_code == 200
    assert not enrolment_is_released(link.teen)


@pytest.mark.parametrize("kind", ["enrolment", "guardian_use"])
def test_a_guardian_says_no_before_anybody_said_yes(
    api: Api, link: GuardianLink, kind: str
) -> None:
    assert api.delete(path(link, kind), as_=link.teen).status_code == 404
    assert api.delete(path(link, kind), as_=link.guardian).status_code == 204
    assert api.delete(path(link, kind), as_=link.guardian).status_code == 404, "said already"
    told = FamilyNotice.objects.get(kind="family.release_changed")
    assert (told.person_id, told.data["given"]) == (link.teen_id, False)
    assert api.put(path(link, kind), YES, as_=link.teen).json()["withdrawn_by"] == "guardian"
    assert api.put(path(link, kind), YES, as_=link.guardian).json()["stands"] is True


def test_the_no_of_one_guardian_holds_against_the_yes_of_another(
    api: Api, link: GuardianLink
) -> None:
    second = linked(link.teen)
    assert api.delete(path(second), as_=second.guardian).status_code == 204
    both(link)
    assert not enrolment_is_released(link.teen)
    for person in (link.teen, second.guardian):
        assert api.put(path(second), YES, as_=person).status_code == 200
    assert enrolment_is_released(link.teen)


@pytest.mark.parametrize("side", ["teen", "guardian"])
def test_either_takes_it_back_and_the_likeness_goes(
    api: Api, link: GuardianLink, side: str
) -> None:
    both(link)
    cameo = lent(link.teen, "only_me")
    assert api.delete(path(link), as_=getattr(link, side)).status_code == 204
    assert not enrolment_is_released(link.teen)
    cameo.refresh_from_db()
    assert cameo.state == "erasing"
    assert api.delete(path(link), as_=getattr(link, side)).status_code == 404
    given = [row.given for row in ConsentReceipt.objects.filter(purpose="enrolment").order_by("at")]
    assert given == [True, True, False]


@pytest.mark.parametrize("way", ["unlink", "leave"])
def test_with_the_link_the_likeness_goes(link: GuardianLink, way: str) -> None:
    both(link)
    cameo = lent(link.teen, "only_me")
    if way == "unlink":
        unlink(link=link, by=link.guardian)
    else:
        leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    cameo.refresh_from_db()
    assert cameo.state == "erasing"


def test_one_guardians_release_is_enough_and_one_guardians_no_ends_it(teen: User) -> None:
    one, other = linked(teen), linked(teen)
    both(one)
    assert enrolment_is_released(teen)
    both(other)
    withdraw(link=other, by=other.guardian, kind=ReleaseKind.ENROLMENT)
    assert not enrolment_is_released(teen)


def test_a_guardians_no_is_lifted_by_that_guardian_alone(teen: User) -> None:
    one, other = linked(teen), linked(teen)
    both(one)
    both(other)
    withdraw(link=other, by=other.guardian, kind=ReleaseKind.ENROLMENT)
    release(link=other, by=teen, kind=ReleaseKind.ENROLMENT, text_version=1)
    assert not enrolment_is_released(teen)
    withdraw(link=other, by=teen, kind=ReleaseKind.ENROLMENT)
    assert not enrolment_is_released(teen)
    both(other)
    assert enrolment_is_released(teen)


def test_the_others_release_carries_it_when_one_link_ends(teen: User) -> None:
    one, other = linked(teen), linked(teen)
    both(one)
    both(other)
    cameo = lent(teen, "only_me")
    unlink(link=one, by=one.guardian)
    assert enrolment_is_released(teen)
    cameo.refresh_from_db()
    assert cameo.state == "active"


def test_a_signal_that_says_again_teen_takes_no_released_likeness(link: GuardianLink) -> None:
    both(link)
    cameo = lent(link.teen, "only_me")
    signal_age(person=link.teen, band=AgeBand.TEEN, source=AgeSource.STAFF,
               actor=Actor.system("test"))  # fmt: skip
    cameo.refresh_from_db()
    assert cameo.state == "active"


def test_a_teen_with_a_release_begins_an_enrolment(
    api: Api, link: GuardianLink, media_dir: Any
) -> None:
    def begin(key: str) -> Any:
        device = {"X-Device-Id": "phone-of-the-teen"}
        return api.post("/cameos/enrolments", notice(), as_=link.teen, key=key, headers=device)

    assert code_of(begin("1")) == "guardian_release_required"
    both(link)
    assert begin("2").status_code == 201


def test_a_guardian_uses_a_likeness_only_where_both_said_so(api: Api, link: GuardianLink) -> None:
    both(link)
    cameo = lent(link.teen, "approved")
    with pytest.raises(DomainError):
        grant(cameo=cameo, to=link.guardian, by=link.teen, bounds=Bounds())
    both(link, ReleaseKind.GUARDIAN_USE)
    assert is_agreed_guardian(teen_id=link.teen_id, adult_id=link.guardian_id)
    assert grant(cameo=cameo, to=link.guardian, by=link.teen, bounds=Bounds())
    assert users_of(api, cameo) == [link.guardian.handle]
    withdraw(link=link, by=link.teen, kind=ReleaseKind.GUARDIAN_USE)
    assert not is_agreed_guardian(teen_id=link.teen_id, adult_id=link.guardian_id)
    assert users_of(api, cameo) == []


def users_of(api: Api, cameo: Cameo) -> list[str]:
    """Who could use it now, as its owner is told."""
    told = api.get(f"/cameos/{cameo.public_id}/users", as_=cameo.owner).json()["results"]
    return [one["person"]["handle"] for one in told]


@pytest.mark.parametrize("way", ["teen", "guardian", "not_safe", "ban"])
def test_whatever_ends_the_link_on_that_day_the_likeness_is_ones_own_alone(
    link: GuardianLink, moderator: User, way: str
) -> None:
    """Between midnight and the sweep."""
    both(link)
    cameo = lent(link.teen, "approved")
    with time_machine.travel(birthday_of(link.teen), tick=True):
        if way == "not_safe":
            leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
        elif way == "ban":
            end_all([link], reason=EndReason.GUARDIAN_SHUT_OUT, actor=Actor.system("standing"))
        else:
            unlink(link=link, by=getattr(link, way))
        end_outgrown()
    cameo.refresh_from_db()
    assert cameo.state == "active"
    assert CameoPermission.objects.get(cameo=cameo).level == "only_me"


def test_at_18_the_likeness_stays_and_is_ones_own_alone(link: GuardianLink) -> None:
    both(link)
    cameo = lent(link.teen, "approved")
    with time_machine.travel(birthday_of(link.teen), tick=True):
        end_outgrown()
    cameo.refresh_from_db()
    assert cameo.state == "active"
    assert CameoPermission.objects.get(cameo=cameo).level == "only_me"
    assert Cameo.objects.count() == 1

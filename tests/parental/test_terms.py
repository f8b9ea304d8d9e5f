"""Terms that ask for a guardian: one of the teen's agrees, and what waited is open."""

from typing import Any

import pytest
from time_machine import travel

from accounts.models import Acknowledgement, Change, Gated, Standing, TermsVersion, User
from accounts.services.terms import activate_terms, reconsent_refusal
from audit.models import AuditEvent
from config.staff import appoint_moderator, appoint_policy_keeper
from lib.errors import DomainError, StaleState
from parental.models import FamilyEntry, FamilyNotice, GuardianLink
from parental.services.ending import unlink
from parental.services.safety import leave
from parental.services.terms import agree_for_teen
from parental.states import EndReason
from tests import cast
from tests.client import Api, code_of
from tests.parental.families import linked
from tests.parental.test_ending import birthday_of
from tests.staff import at_the_desk

NAME = "pictures"
SHOWN = {"version": 1}
IMAGE = Gated.INPUT_IMAGE


@pytest.fixture
def keeper(db: None) -> User:
    person = cast.moderator()
    appoint_policy_keeper(person)
    return User.objects.get(pk=person.pk)


def put(keeper: User, gated: Gated = IMAGE, *, name: str = NAME, asks: bool = True) -> TermsVersion:
    return activate_terms(
        name=name, gates=[gated], read_at=f"/policies/{name}", sha256="a" * 64,
        needs_guardian=asks, change=Change.NEW_PROCESSING, by=keeper,
    )  # fmt: skip


def path(link: GuardianLink, name: str = NAME) -> str:
    return f"/family/links/{link.public_id}/policies/{name}"


def agree(api: Api, link: GuardianLink, name: str = NAME, **said: Any) -> Any:
    sent = {"as_": link.guardian, **said}
    return api.put(path(link, name), {"version": sent.pop("version", 1)}, **sent)


def listed(api: Api, link: GuardianLink, by: User) -> list[tuple[str, int, bool]]:
    answer = api.get(f"/family/links/{link.public_id}/policies", as_=by)
    assert answer.status_code == 200, answer.content
    return [(one["name"], one["version"], one["acknowledged"]) for one in answer.json()["results"]]


def refused(answer: Any) -> tuple[int, str]:
    assert not Acknowledgement.objects.exists()
    assert not FamilyNotice.objects.filter(kind="family.policy_agreed").exists()
    return answer.status_code, code_of(answer)


def test_a_guardian_agrees_and_what_waited_is_open(
    api: Api, link: GuardianLink, keeper: User
) -> None:
    put(keeper)
    put(keeper, Gated.GENERATION, name="others", asks=False)
    alone = api.put(f"/me/policies/{NAME}", SHOWN, as_=link.teen)
    assert code_of(alone) == "guardian_release_required"
    for person in (link.teen, link.guardian):
        assert listed(api, link, person) == [(NAME, 1, False)], "not those that ask for nobody"
    for _again in range(2):
        answer = agree(api, link)
        assert (answer.status_code, answer.json()["results"][0]["acknowledged"]) == (200, True)
    assert reconsent_refusal(link.teen, IMAGE) is None
    assert reconsent_refusal(link.teen, Gated.GENERATION), "nobody read the other for them"
    assert reconsent_refusal(link.guardian, IMAGE), "their own they read themself"
    mine = api.get("/me/policies", as_=link.teen).json()["results"]
    assert {one["name"]: one["acknowledged"] for one in mine} == {NAME: True, "others": False}


def test_both_are_told_once_and_both_read_it_in_the_history(
    api: Api, link: GuardianLink, keeper: User, deliver: Any, mailoutbox: Any
) -> None:
    put(keeper)
    deliver()
    mailoutbox.clear()
    for _again in range(2):
        agree(api, link)
    deliver()
    told = FamilyNotice.objects.filter(kind="family.policy_agreed")
    assert {one.person_id for one in told} == {link.teen_id, link.guardian_id}
    assert told.count() == 2
    data = {"link": link.public_id, "policy": NAME, "version": 1}
    assert [one.data for one in told] == [data, data]
    assert {letter.to[0] for letter in mailoutbox} == {link.teen.email, link.guardian.email}
    for letter in mailoutbox:
        words = letter.subject + letter.body
        assert not any(name in words for name in (NAME, link.teen.handle, link.guardian.handle))
    for person in (link.teen, link.guardian):
        lines = api.get(f"/family/links/{link.public_id}/ledger", as_=person).json()["results"]
        line = {key: lines[0][key] for key in ("kind", "by", "policy", "policy_version")}
        assert line == {
            "kind": "policy_agreed", "by": "guardian", "policy": NAME, "policy_version": 1,
        }  # fmt: skip
    kept = AuditEvent.objects.get(action="parental.policy.agreed")
    assert (kept.target, kept.facts) == (link.public_id, {"name": NAME, "version": 1})
    assert kept.actor == link.guardian.public_id
    assert Acknowledgement.objects.get().actor == kept.actor


def test_a_teen_is_told_who_must_agree_and_an_adult_to_read(
    link: GuardianLink, keeper: User
) -> None:
    put(keeper)
    asked = {who.pk: reconsent_refusal(who, IMAGE) for who in (link.teen, link.guardian)}
    told = {key: one.detail for key, one in asked.items() if one is not None}
    assert told[link.teen_id].startswith("A guardian of yours must agree to version 1 ")
    assert told[link.guardian_id].startswith("Read version 1 ")


def test_a_new_version_gates_again_and_the_old_one_is_agreed_to_no_more(
    api: Api, link: GuardianLink, keeper: User
) -> None:
    put(keeper)
    put(keeper, Gated.CAMEO_ENROLMENT, name="faces")
    agree(api, link)
    agree(api, link, "faces")
    put(keeper)
    assert reconsent_refusal(link.teen, IMAGE)
    assert reconsent_refusal(link.teen, Gated.CAMEO_ENROLMENT) is None, "only what changed"
    stale = agree(api, link)
    assert (stale.status_code, code_of(stale)) == (409, "stale_state")
    assert agree(api, link, version=2).status_code == 200
    assert reconsent_refusal(link.teen, IMAGE) is None


def test_what_one_guardian_agreed_to_needs_no_other(
    api: Api, link: GuardianLink, keeper: User
) -> None:
    put(keeper)
    other = linked(link.teen)
    agree(api, link)
    assert listed(api, other, other.guardian) == [(NAME, 1, True)]
    assert agree(api, other).status_code == 200
    assert Acknowledgement.objects.count() == 1
    assert FamilyNotice.objects.filter(kind="family.policy_agreed").count() == 2


def test_whoever_found_the_phone_agrees_to_nothing(link: GuardianLink, keeper: User) -> None:
    put(keeper)
    answer = agree(Api(proved=False), link)
    assert refused(answer) == (401, "reauthentication_required")


def test_a_guardian_who_is_not_sure_enough_any_more_agrees_to_nothing(
    api: Api, link: GuardianLink, keeper: User, settings: Any
) -> None:
    put(keeper)
    settings.GUARDIAN_ASSURANCE = "document"
    assert refused(agree(api, link)) == (403, "guardian_not_assured")


def test_a_limited_guardian_agrees_to_nothing(api: Api, link: GuardianLink, keeper: User) -> None:
    put(keeper)
    User.objects.filter(pk=link.guardian_id).update(state=Standing.LIMITED)
    assert refused(agree(api, link)) == (403, "standing_limited")


def test_a_teen_agrees_to_nothing_under_a_link(api: Api, link: GuardianLink, keeper: User) -> None:
    put(keeper)
    assert refused(agree(api, link, as_=link.teen)) == (403, "permission_denied")


def test_nobody_agrees_for_another_familys_teen(api: Api, link: GuardianLink, keeper: User) -> None:
    put(keeper)
    for other in (cast.stranger(), linked(cast.teen()).guardian):
        assert refused(agree(api, link, as_=other)) == (404, "not_found")


@pytest.mark.parametrize("name", [NAME, "nothing-of-this-name"])
def test_where_no_guardian_is_asked_none_agrees(
    api: Api, link: GuardianLink, keeper: User, name: str
) -> None:
    put(keeper, asks=False)
    assert listed(api, link, link.guardian) == []
    assert refused(agree(api, link, name)) == (404, "not_found")


@pytest.mark.parametrize("version", [2, 7])
def test_another_version_than_the_one_in_force_is_refused(
    api: Api, link: GuardianLink, keeper: User, version: int
) -> None:
    put(keeper)
    assert refused(agree(api, link, version=version)) == (409, "stale_state")


@pytest.mark.parametrize("side", ["teen", "guardian"])
def test_under_a_link_that_is_over_nobody_agrees(
    api: Api, link: GuardianLink, keeper: User, side: str
) -> None:
    put(keeper)
    before = GuardianLink.objects.get(pk=link.pk)
    unlink(link=link, by=getattr(link, side))
    assert refused(agree(api, link)) == (404, "not_found")
    with pytest.raises(StaleState):
        agree_for_teen(link=before, by=link.guardian, name=NAME, version=1)


def test_what_was_agreed_to_outlives_the_link(api: Api, link: GuardianLink, keeper: User) -> None:
    put(keeper)
    agree(api, link)
    unlink(link=link, by=link.teen)
    assert reconsent_refusal(link.teen, IMAGE) is None


def test_for_somebody_who_came_of_age_nobody_agrees(
    api: Api, link: GuardianLink, keeper: User
) -> None:
    put(keeper)
    with travel(birthday_of(link.teen), tick=True):
        assert refused(agree(api, link)) == (404, "not_found")
        assert api.put(f"/me/policies/{NAME}", SHOWN, as_=link.teen).status_code == 200


def test_a_guardian_whom_the_teen_fled_from_reads_the_same_and_opens_nothing(
    api: Api, keeper: User
) -> None:
    """As under a link that nobody fled from, answer by answer."""
    put(keeper)
    seen = []
    for flees in (False, True):
        link = linked(cast.teen())
        if flees:
            leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
        answers = [listed(api, link, link.guardian)]
        for version, name in ((2, NAME), (1, "nothing"), (1, NAME), (1, NAME)):
            answer = agree(api, link, name, version=version)
            answers.append((answer.status_code, answer.json().get("results")))  # type: ignore[arg-type]
        answers.append(listed(api, link, link.guardian))
        told = FamilyNotice.objects.filter(kind="family.policy_agreed")
        answers.append(told.filter(person_id=link.guardian_id).count())  # type: ignore[arg-type]
        lines = api.get(f"/family/links/{link.public_id}/ledger", as_=link.guardian).json()
        answers.append([one["kind"] for one in lines["results"]].count("policy_agreed"))  # type: ignore[arg-type]
        seen.append(answers)
    assert seen[0] == seen[1]
    assert reconsent_refusal(link.teen, IMAGE), "nothing opened for who fled"
    assert not told.filter(person_id=link.teen_id).exists()
    mine = api.get(f"/family/links/{link.public_id}/ledger", as_=link.teen).json()["results"]
    assert "policy_agreed" not in [one["kind"] for one in mine]


def test_staff_read_in_the_ledger_which_terms_it_was(
    api: Api, link: GuardianLink, keeper: User
) -> None:
    put(keeper)
    agree(api, link)
    row = FamilyEntry.objects.get(kind="policy_agreed")
    assert (row.policy, row.policy_version) == (NAME, 1)
    officer = cast.moderator()
    appoint_moderator(officer)
    desk = at_the_desk(User.objects.get(pk=officer.pk))
    page = desk.get(f"/admin/parental/guardianlink/{link.pk}/change/")
    assert f"{NAME}, version 1" in page.content.decode()


def test_the_service_asks_itself_who_may(link: GuardianLink, keeper: User) -> None:
    put(keeper)
    for by in (link.teen, cast.stranger()):
        with pytest.raises((DomainError, StaleState)):
            agree_for_teen(link=link, by=by, name=NAME, version=1)
    assert not Acknowledgement.objects.exists()

"""A new version of the terms stops people at what it gates alone, until they read it."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Acknowledgement, Change, Gated, TermsVersion, User
from accounts.services.terms import acknowledge, activate_terms, reconsent_refusal
from audit.models import AuditEvent
from config.staff import appoint_policy_keeper
from lib.errors import DomainError, ErrorCode, StaleState
from tests import cast
from tests.cameos.enrolment.steps import release
from tests.client import Api, code_of
from tests.generation.conftest import blank_film, puppet
from tests.staff import at_the_desk

__all__ = ["blank_film", "puppet"]
SHA = "a" * 64
WISH = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}


@pytest.fixture
def keeper(db: None) -> User:
    person = cast.moderator()
    appoint_policy_keeper(person)
    return User.objects.get(pk=person.pk)


def _put(by: User, *gates: Gated, name: str = "terms", **said: Any) -> TermsVersion:
    facts: dict[str, Any] = {"needs_guardian": False, "change": Change.NEW_CAPABILITY, **said}
    where = f"/policies/{name}"
    return activate_terms(name=name, gates=[*gates], read_at=where, sha256=SHA, by=by, **facts)


def _tries(api: Api, person: User) -> dict[Gated, Any]:
    """Every gated endpoint, asked as the app does."""
    device = {"X-Device-Id": "phone-of-the-creator"}
    picture = {"content_type": "image/png"}
    return {
        Gated.GENERATION: api.post("/generations", WISH, as_=person, key="g"),
        Gated.INPUT_IMAGE: api.post("/uploads/reference-images", picture, as_=person, key="i"),
        Gated.CAMEO_ENROLMENT: api.post(
            "/cameos/enrolments", release(), as_=person, key="c", headers=device
        ),
    }


@pytest.mark.parametrize("gated", Gated)
def test_only_what_a_version_gates_stands_still(
    api: Api, creator: User, keeper: User, puppet: Callable[..., Any], gated: Gated
) -> None:
    puppet()
    _put(keeper, gated)
    for tried, answer in _tries(api, creator).items():
        if tried != gated:
            assert answer.status_code in (201, 202), (tried, answer.content)
            continue
        said = answer.json()["errors"][0]
        assert (answer.status_code, said["code"]) == (403, "reconsent_required")
        assert said["attr"] == "terms"
        assert "version 1" in said["detail"]
        assert "/policies/terms" in said["detail"]
    assert api.get("/me", as_=creator).status_code == 200


def test_reading_it_opens_the_gate_until_the_next_version(
    api: Api, creator: User, keeper: User
) -> None:
    _put(keeper, Gated.GENERATION)
    listed = api.get("/me/policies", as_=creator).json()["results"]
    assert [(one["name"], one["version"], one["acknowledged"]) for one in listed] == [
        ("terms", 1, False)
    ]
    for _ in range(2):
        answer = api.put("/me/policies/terms", {"version": 1}, as_=creator)
        assert answer.json()["results"][0]["acknowledged"] is True
    assert Acknowledgement.objects.count() == 1
    assert reconsent_refusal(creator, Gated.GENERATION) is None
    _put(keeper, Gated.GENERATION)
    refusal = reconsent_refusal(creator, Gated.GENERATION)
    assert refusal
    assert "version 2" in refusal.detail
    stale = api.put("/me/policies/terms", {"version": 1}, as_=creator)
    assert (stale.status_code, code_of(stale)) == (409, "stale_state")
    assert api.put("/me/policies/others", {"version": 1}, as_=creator).status_code == 404


def test_what_one_read_is_nobody_elses(creator: User, friend: User, keeper: User) -> None:
    made = _put(keeper, Gated.GENERATION)
    acknowledge(person=creator, name="terms", version=made.version, by=creator)
    assert reconsent_refusal(friend, Gated.GENERATION)


def test_where_a_guardian_is_needed_a_teen_cannot_agree_alone(
    api: Api, teen: User, guardian: User, creator: User, keeper: User
) -> None:
    _put(keeper, Gated.INPUT_IMAGE, needs_guardian=True)
    alone = api.put("/me/policies/terms", {"version": 1}, as_=teen)
    assert (alone.status_code, code_of(alone)) == (403, "guardian_release_required")
    assert reconsent_refusal(teen, Gated.INPUT_IMAGE)
    acknowledge(person=teen, name="terms", version=1, by=guardian)
    assert reconsent_refusal(teen, Gated.INPUT_IMAGE) is None
    assert api.put("/me/policies/terms", {"version": 1}, as_=creator).status_code == 200


def test_only_whoever_may_puts_a_version_in_force_and_says_why(
    creator: User, moderator: User, keeper: User
) -> None:
    for by in (creator, moderator):
        with pytest.raises(DomainError) as refused:
            _put(by, Gated.GENERATION)
        assert refused.value.code == ErrorCode.PERMISSION_DENIED
    assert not TermsVersion.objects.exists()
    _put(keeper, Gated.GENERATION, change=Change.LAW)
    row = AuditEvent.objects.get(action="accounts.terms.activated")
    assert (row.target, row.facts) == ("terms:1", {"gates": "generation", "change": "law"})


def test_a_version_is_put_in_force_in_the_admin(keeper: User, moderator: User) -> None:
    page = "/admin/accounts/termsversion/activate/"
    assert at_the_desk(moderator).get(page).status_code == 403
    desk = at_the_desk(keeper)
    assert desk.get(page).status_code == 200
    sent = {
        "name": "image-to-video", "gates": ["input_image"], "read_at": "javascript:1",
        "sha256": SHA, "change": "new_capability",
    }  # fmt: skip
    assert "Say where" in desk.post(page, sent).content.decode()
    assert desk.post(page, {**sent, "read_at": "/policies/i2v/1", "change": ""}).status_code == 200
    assert not TermsVersion.objects.exists()
    assert desk.post(page, {**sent, "read_at": "/policies/i2v/1"}).status_code == 302
    assert TermsVersion.objects.get().gates == ["input_image"]
    shown = desk.get("/admin/accounts/termsversion/").content.decode()
    assert "image-to-video" in shown
    assert "Put a version in force" in shown


def test_a_stale_version_is_refused_by_the_service_too(creator: User, keeper: User) -> None:
    _put(keeper, Gated.GENERATION)
    with pytest.raises(StaleState):
        acknowledge(person=creator, name="terms", version=2, by=creator)

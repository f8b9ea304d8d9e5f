"""`likeness_used_by` at the endpoints that use a likeness, and what it ends that already runs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.safeguards import Limit
from accounts.services.safeguards import choose_limits
from cameos.models import Cameo
from generation.models import Job
from parental.models import GuardianLink
from parental.services.ending import unlink
from parental.services.releasing import release, withdraw
from parental.states import ReleaseKind
from tests import cast
from tests.cameos.capabilities.using import attempt, issue
from tests.cameos.permissions.lending import answer, granted, lent
from tests.client import Api, code_of
from tests.generation.conftest import blank_film, puppet
from tests.parental.families import linked

__all__ = ["blank_film", "puppet"]

WISH = {"prompt": "a quiet walk along the river", "size": "720x1280", "seconds": 4}


@pytest.fixture
def link(teen: User) -> GuardianLink:
    return linked(teen)


@pytest.fixture
def approved() -> User:
    """Another teen, whom the owner approved."""
    return cast.teen()


@pytest.fixture
def cameo(link: GuardianLink, approved: User) -> Cameo:
    both(link, ReleaseKind.ENROLMENT)
    made = lent(link.teen, "approved")
    granted(made, approved)
    return made


def both(link: GuardianLink, kind: ReleaseKind) -> None:
    for person in (link.teen, link.guardian):
        release(link=link, by=person, kind=kind, text_version=1)


def cap(api: Api, link: GuardianLink) -> None:
    path = f"/family/links/{link.public_id}/controls/{Limit.LIKENESS_USED_BY}"
    made = api.put(path, {"value": "nobody", "why": "safety"}, as_=link.guardian)
    assert (made.status_code, made.json()["state"]) == (200, "in_force"), made.content


def submit(api: Api, cameo: Cameo, by: User, key: str) -> Any:
    return api.post("/generations", {**WISH, "subjects": [cameo.public_id]}, as_=by, key=key)


def ended(one: Any) -> str:
    one.capability.refresh_from_db()
    return str(one.capability.ended_for)


def test_a_guardian_closes_a_likeness_to_whom_the_teen_approved(
    api: Api, link: GuardianLink, cameo: Cameo, approved: User
) -> None:
    assert answer(api, cameo, approved) == "ok"
    assert submit(api, cameo, approved, "before").status_code in (201, 202)
    cap(api, link)
    assert answer(api, cameo, approved) == "not_available"
    assert code_of(submit(api, cameo, approved, "after")) == "not_available"
    assert answer(api, cameo, link.teen) == "ok", "it is the owner's own still"


def test_what_already_runs_ends_with_the_guardians_word(
    api: Api, link: GuardianLink, cameo: Cameo, approved: User
) -> None:
    (theirs,), (own,) = issue(cameo, to=approved), issue(cameo, to=link.teen)
    cap(api, link)
    assert (ended(theirs), ended(own)) == ("narrowed", "")
    attempt(own)


def test_a_submitted_film_is_not_made(
    api: Api, link: GuardianLink, cameo: Cameo, approved: User, deliver: Any, puppet: Any
) -> None:
    puppet()
    made = submit(api, cameo, approved, "runs")
    assert made.status_code in (201, 202), made.content
    cap(api, link)
    deliver()
    assert Job.objects.get().state == "cancelled"


def test_a_limit_that_has_nothing_to_do_with_it_ends_nothing(
    link: GuardianLink, cameo: Cameo, approved: User
) -> None:
    (one,) = issue(cameo, to=approved)
    choose_limits(person=link.teen, wanted={Limit.PUSH: "off"})
    assert ended(one) == ""


def test_adults_cap_their_own_likeness(creator: User, stranger: User) -> None:
    (one,) = issue(lent(creator), to=stranger)
    choose_limits(person=creator, wanted={Limit.LIKENESS_USED_BY: "approved_teens"})
    assert ended(one) == "narrowed"


@pytest.mark.parametrize("who", ["teen", "guardian"])
def test_a_guardians_own_film_ends_with_the_agreement(
    who: str, link: GuardianLink, cameo: Cameo, approved: User
) -> None:
    both(link, ReleaseKind.GUARDIAN_USE)
    granted(cameo, link.guardian)
    (theirs,), (others,) = issue(cameo, to=link.guardian), issue(cameo, to=approved)
    withdraw(link=link, by=getattr(link, who), kind=ReleaseKind.GUARDIAN_USE)
    assert (ended(theirs), ended(others)) == ("narrowed", "")


def test_a_guardians_own_film_ends_with_the_link(teen: User) -> None:
    """Another guardian's release still carries the likeness itself."""
    link, other = linked(teen), linked(teen)
    both(other, ReleaseKind.ENROLMENT)
    cameo = lent(teen, "approved")
    both(link, ReleaseKind.GUARDIAN_USE)
    granted(cameo, link.guardian)
    (theirs,) = issue(cameo, to=link.guardian)
    unlink(link=link, by=link.guardian)
    assert ended(theirs) == "narrowed"


def test_the_cameo_is_taken_before_it_is_asked_what_runs(cameo: Cameo, approved: User) -> None:
    """Else what is just being authorised is missed, and runs on."""
    issue(cameo, to=approved)
    with CaptureQueriesContext(connection) as asked:
        choose_limits(person=cameo.owner, wanted={Limit.LIKENESS_USED_BY: "nobody"})
    said = [one["sql"] for one in asked.captured_queries]
    took = next(n for n, sql in enumerate(said) if "FOR UPDATE OF" in sql and "cameos_cameo" in sql)
    read = next(n for n, sql in enumerate(said) if 'FROM "cameos_capability"' in sql)
    assert took < read

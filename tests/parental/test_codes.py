"""The one-time code: who may ask, who may enter, and what others learn of it."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import AgeBand, AgeSource, User
from accounts.services.ages import signal_age
from accounts.services.relations import block
from lib.actors import Actor
from parental.models import BarredGuardian, GuardianLink, LinkCode
from parental.services.inviting import digest_of, invite
from tests import cast
from tests.client import Api, code_of
from tests.parental.families import PHONE, TABLET, later, linked

HERE = {"X-Device-Id": PHONE}
THERE = {"X-Device-Id": TABLET}
KEYS = (f"key-{number}" for number in count())


def ask(api: Api, teen: User) -> Any:
    return api.post("/family/invitations", as_=teen, headers=HERE)


def enter(api: Api, guardian: User, code: str) -> Any:
    return api.post(
        "/family/invitations/redeem",
        {"code": code, "text_version": 1},
        as_=guardian, headers=THERE, key=next(KEYS),
    )  # fmt: skip


def test_a_teen_shows_a_code_and_a_guardian_enters_it(api: Api, teen: User, guardian: User) -> None:
    made = ask(api, teen)
    assert made.status_code == 201
    assert api.get("/family/invitations", as_=teen).json()["expires_at"]

    answer = enter(api, guardian, made.json()["code"].lower().replace("-", " "))

    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["side"], told["state"], told["teen_number"]) == ("guardian", "asked", 1)
    assert told["guardian"] is None
    text = answer.content.decode()
    assert teen.handle not in text
    assert teen.public_id not in text
    shown = api.get("/family/links", as_=teen).json()["results"][0]
    assert shown["guardian"] == {
        "handle": guardian.handle, "display_name": guardian.display_name,
    }  # fmt: skip
    assert api.get("/family/invitations", as_=teen).json()["expires_at"] is None


def test_the_code_lies_nowhere_but_in_the_answer(api: Api, teen: User) -> None:
    code = ask(api, teen).json()["code"]
    row = LinkCode.objects.get(teen_id=teen.pk)
    assert code.replace("-", "").lower() not in str(vars(row)).lower()
    assert row.digest == digest_of(code)
    assert row.device != PHONE


def unknown_age(person: User) -> User:
    User.objects.filter(pk=person.pk).update(birth_date=None)
    return person


def thought_young(person: User) -> User:
    """An adult whose own words sounded young: nobody may link them."""
    signal_age(person=person, band=AgeBand.TEEN, source=AgeSource.OWN_WORDS,
               actor=Actor.system("test"))  # fmt: skip
    return person


def looked_young(person: User) -> User:
    """An adult by their own word; staff found the face young, and saw no document."""
    signal_age(person=person, band=AgeBand.TEEN, source=AgeSource.STAFF,
               actor=Actor.system("test"))  # fmt: skip
    return person


def known_young(person: User) -> User:
    """An adult by their own word; staff saw a document."""
    signal_age(person=person, band=AgeBand.TEEN, source=AgeSource.DOCUMENT,
               actor=Actor.system("test"))  # fmt: skip
    return person


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (cast.adult, 403),
        (lambda: unknown_age(cast.adult()), 403),
        (lambda: thought_young(cast.adult()), 403),
        (lambda: looked_young(cast.adult()), 403),
        (lambda: known_young(cast.adult()), 201),
        (cast.teen, 201),
    ],
)
def test_only_whoever_is_known_to_be_13_to_17_shows_a_code(
    api: Api, make: Callable[[], User], status: int
) -> None:
    person = make()
    answer = ask(api, person)
    assert answer.status_code == status
    if status == 403:
        assert code_of(answer) == "not_for_this_age"
        assert not LinkCode.objects.exists()


@pytest.mark.parametrize("make", [cast.teen, lambda: unknown_age(cast.adult())])
def test_a_guardian_is_an_adult(api: Api, teen: User, make: Callable[[], User]) -> None:
    code = invite(teen=teen, device=PHONE).code
    answer = enter(api, make(), code)
    assert (answer.status_code, code_of(answer)) == (403, "guardian_not_assured")
    assert not GuardianLink.objects.exists()


def test_a_guardian_is_as_sure_an_adult_as_this_house_wants(
    api: Api, teen: User, guardian: User, settings: Any
) -> None:
    settings.GUARDIAN_ASSURANCE = "document"
    code = invite(teen=teen, device=PHONE).code
    assert code_of(enter(api, guardian, code)) == "guardian_not_assured"
    signal_age(person=guardian, band=AgeBand.ADULT, source=AgeSource.DOCUMENT,
               actor=Actor.system("test"))  # fmt: skip
    assert enter(api, guardian, code).status_code == 201


def wrong(teen: User, guardian: User) -> str:
    return "AAAA-AAAA"


def used(teen: User, guardian: User) -> str:
    code = invite(teen=teen, device=PHONE).code
    LinkCode.objects.all().delete()
    return code


def replaced(teen: User, guardian: User) -> str:
    code = invite(teen=teen, device=PHONE).code
    invite(teen=teen, device=PHONE)
    return code


def barred(teen: User, guardian: User) -> str:
    BarredGuardian.objects.create(teen_id=teen.pk, guardian_id=guardian.pk)
    return invite(teen=teen, device=PHONE).code


def blocked(teen: User, guardian: User) -> str:
    block(actor=teen, person=guardian)
    return invite(teen=teen, device=PHONE).code


def already(teen: User, guardian: User) -> str:
    linked(teen, guardian)
    return invite(teen=teen, device=PHONE).code


def of_a_deleted_teen(teen: User, guardian: User) -> str:
    code = invite(teen=teen, device=PHONE).code
    User.objects.filter(pk=teen.pk).update(state="banned")
    return code


@pytest.mark.parametrize(
    "make", [wrong, used, replaced, barred, blocked, already, of_a_deleted_teen]
)
def test_every_code_that_is_not_for_this_guardian_has_one_answer(
    api: Api, teen: User, guardian: User, make: Callable[[User, User], str]
) -> None:
    code = make(teen, guardian)
    before = GuardianLink.objects.count()
    answer = enter(api, guardian, code)
    assert (answer.status_code, code_of(answer)) == (400, "incorrect_code")
    assert answer.json()["errors"][0]["detail"] == "This code is not right, or it was used."
    assert GuardianLink.objects.count() == before


def test_a_code_works_for_ten_minutes(api: Api, teen: User, guardian: User) -> None:
    code = invite(teen=teen, device=PHONE).code
    with later(minutes=11):
        assert code_of(enter(api, guardian, code)) == "incorrect_code"


def test_a_code_that_was_not_for_somebody_works_for_the_right_one(
    api: Api, teen: User, guardian: User
) -> None:
    other = cast.guardian()
    code = barred(teen, other)
    assert code_of(enter(api, other, code)) == "incorrect_code"
    assert enter(api, guardian, code).status_code == 201


def test_an_outdated_text_is_read_again_first(api: Api, teen: User, guardian: User) -> None:
    code = invite(teen=teen, device=PHONE).code
    answer = api.post("/family/invitations/redeem", {"code": code, "text_version": 7},
                      as_=guardian, headers=THERE, key="k")  # fmt: skip
    assert (answer.status_code, code_of(answer)) == (409, "notice_outdated")


def test_a_guardian_guesses_ten_times_an_hour(api: Api, teen: User, guardian: User) -> None:
    codes = [code_of(enter(api, guardian, f"AAAA-AAA{n}")) for n in range(10)]
    assert set(codes) == {"incorrect_code"}
    right = invite(teen=teen, device=PHONE).code
    answer = enter(api, guardian, right)
    assert (answer.status_code, code_of(answer)) == (429, "throttled")
    assert int(answer["Retry-After"]) > 0


def test_a_network_guesses_sixty_times_an_hour_however_many_accounts(api: Api, teen: User) -> None:
    for _number in range(6):
        guesser = cast.adult()
        for n in range(10):
            assert enter(api, guesser, f"BBBB-BBB{n}").status_code == 400
    answer = enter(api, cast.adult(), "CCCC-CCCC")
    assert answer.status_code == 429
    cache.clear()


def test_without_a_name_of_the_device_there_is_no_code(api: Api, teen: User) -> None:
    answer = api.post("/family/invitations", as_=teen)
    assert (answer.status_code, code_of(answer)) == (400, "device_id_required")

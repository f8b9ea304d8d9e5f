from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from accounts.ages import Held, settle, today
from accounts.models import AgeBand, AgeSignal, AgeSource, Standing, User
from accounts.models.ages import ASSURANCE, LOOSENING, PROTECTIVENESS
from accounts.services.ages import signal_age, tighten_age
from audit.models import AuditEvent
from lib.actors import Actor
from tests.accounts.relating import follow, handles
from tests.client import Api, code_of

SYSTEM = Actor.system("test")
SAID = [AgeBand.UNDER_13, AgeBand.TEEN, AgeBand.ADULT]
signals = st.builds(Held, st.sampled_from(SAID), st.sampled_from(list(AgeSource)))


@given(signals, signals)
def test_tightening_needs_nothing_and_loosening_a_stronger_source(held: Held, said: Held) -> None:
    after = settle(held, said)
    change = PROTECTIVENESS[after.band] - PROTECTIVENESS[held.band]
    assert held.by
    assert said.by
    if PROTECTIVENESS[said.band] < PROTECTIVENESS[held.band]:
        assert after == said
    if change > 0:
        assert ASSURANCE[said.by] > ASSURANCE[held.by]
        assert said.by in LOOSENING


@given(st.lists(signals, min_size=1, max_size=8))
def test_of_equally_sure_signals_the_most_protective_holds_in_any_order(
    said: list[Held],
) -> None:
    equally_sure = [Held(one.band, AgeSource.SELF_DECLARED) for one in said]
    held = Held(AgeBand.UNKNOWN, None)
    for one in equally_sure:
        held = settle(held, one)
    assert held.band == min((one.band for one in equally_sure), key=PROTECTIVENESS.__getitem__)


@pytest.mark.parametrize(("first", "second"), list(product(AgeSource, AgeSource)))
def test_what_a_strong_source_said_is_not_loosened_by_a_weaker_one(
    first: AgeSource, second: AgeSource
) -> None:
    """Also when a weak source said the same before the strong one."""
    held = settle(Held(AgeBand.TEEN, AgeSource.SELF_DECLARED), Held(AgeBand.TEEN, first))
    after = settle(held, Held(AgeBand.ADULT, second))
    stronger = ASSURANCE[second] > max(ASSURANCE[first], ASSURANCE[AgeSource.SELF_DECLARED])
    assert (after.band == AgeBand.ADULT) == (stronger and second in LOOSENING)


def test_both_signals_are_kept_and_the_audit_says_what_moved(creator: User) -> None:
    band = signal_age(person=creator, band=AgeBand.TEEN, source=AgeSource.ESTIMATE, actor=SYSTEM)
    assert band == AgeBand.TEEN
    creator.refresh_from_db()
    assert not creator.is_adult
    said = AgeSignal.objects.filter(person_id=creator.pk).order_by("at")
    assert [one.band for one in said] == ["18_plus", "13_17"]
    row = AuditEvent.objects.get(action="accounts.age.signalled")
    assert row.facts == {
        "source": "estimate",
        "said": "13_17",
        "moved": True,
        "holds": "13_17",
    }


def test_a_weak_word_does_not_make_a_teen_an_adult(teen: User) -> None:
    for source in set(AgeSource) - LOOSENING:
        held = signal_age(person=teen, band=AgeBand.ADULT, source=source, actor=SYSTEM)
        assert held == AgeBand.TEEN
    held = signal_age(person=teen, band=AgeBand.ADULT, source=AgeSource.STAFF, actor=SYSTEM)
    assert held == AgeBand.ADULT


def test_teens_grow_up_on_their_birthday_and_estimated_teens_do_not(
    teen: User, creator: User
) -> None:
    tighten_age(person=creator, to=AgeBand.TEEN, source=AgeSource.ESTIMATE, actor=SYSTEM)
    assert teen.age_band == AgeBand.TEEN
    with travel(today() + timedelta(days=3 * 366)):
        assert teen.is_adult
        creator.refresh_from_db()
        assert not creator.is_adult


def test_known_to_be_under_13_means_frozen_at_once(api: Api, creator: User) -> None:
    token = api.token(creator)
    tighten_age(person=creator, to=AgeBand.UNDER_13, source=AgeSource.REPORT, actor=SYSTEM)
    assert code_of(api.get("/me", token=token)) == "account_suspended"
    creator.refresh_from_db()
    assert creator.standing == Standing.SUSPENDED


def test_adults_lose_a_person_who_turns_out_to_be_a_teen(
    api: Api, creator: User, friend: User, stranger: User
) -> None:
    follow(api, friend, creator)
    follow(api, stranger, creator)
    follow(api, creator, friend)
    tighten_age(person=creator, to=AgeBand.TEEN, source=AgeSource.REPORT, actor=SYSTEM)
    assert handles(api, creator, "followers") == [friend.handle]
    assert api.get(f"/people/{creator.handle}", as_=friend).status_code == 200
    assert api.get(f"/people/{creator.handle}", as_=stranger).status_code == 404
    assert handles(api, stranger, "following") == []


def test_tightening_cannot_loosen(teen: User) -> None:
    with pytest.raises(ValueError, match="tightens nothing"):
        tighten_age(person=teen, to=AgeBand.ADULT, source=AgeSource.STAFF, actor=SYSTEM)

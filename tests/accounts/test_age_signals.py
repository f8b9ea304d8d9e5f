"""Signals with where they came from: which count, what holds, and what no sequence can do."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from time_machine import travel

from accounts.ages import NOTHING_SAID, Held, no_looser, of_age_on, settle, settled, today
from accounts.models import AgeBand, AgeInput, AgeSignal, AgeSource, Standing, User
from accounts.models.ages import ASSURANCE, LOOSENING, PROOF, PROTECTIVENESS
from accounts.selectors import signal_log
from accounts.services.age_findings import AgeFinding, record_finding, withdraw_mistaken
from accounts.services.age_forgetting import INPUTS_KEPT, purge_age_inputs, purge_old_inputs
from accounts.services.ages import current_signals, held_by, signal_age, withdraw_signals
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from tests.client import Api, code_of

SYSTEM = Actor.system("test")
SAID = [AgeBand.UNDER_13, AgeBand.TEEN, AgeBand.ADULT]
signals = st.builds(Held, st.sampled_from(SAID), st.sampled_from(list(AgeSource)))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("signal"), st.sampled_from(SAID), st.sampled_from(list(AgeSource))),
        st.tuples(st.just("withdraw"), st.just(None), st.sampled_from(list(AgeSource))),
    ),
    max_size=10,
)


def strictness(band: AgeBand) -> int:
    return PROTECTIVENESS[band]


@given(st.lists(signals, max_size=12))
def test_along_any_sequence_only_a_stronger_and_strong_enough_source_loosens(
    said: list[Held],
) -> None:
    held = NOTHING_SAID
    for one in said:
        after = settle(held, one)
        assert one.by
        if strictness(after.band) > strictness(held.band) and held.by is not None:
            assert one.by in LOOSENING
            assert ASSURANCE[one.by] > ASSURANCE[held.by]
            assert held.band != AgeBand.UNDER_13 or one.by in PROOF
        if strictness(one.band) < strictness(held.band):
            assert after.band == one.band
        held = after


@given(st.lists(signals, max_size=8), st.integers(0, 7))
def test_what_a_person_can_withdraw_never_makes_them_less_protected(
    said: list[Held], which: int
) -> None:
    before = settled(said)
    left = [one for place, one in enumerate(said) if place != which]
    assert strictness(no_looser(settled(left), before).band) <= strictness(before.band)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=60)
@given(steps=steps)
def test_on_real_rows_nothing_but_a_stronger_signal_ever_loosens(
    steps: list[tuple[str, Any, AgeSource]],
) -> None:
    from tests.cast import teen

    with transaction.atomic():
        person = teen()
        for kind, band, source in steps:
            person.refresh_from_db()
            before = held_by(person)
            if kind == "signal":
                signal_age(person=person, band=band, source=source, actor=SYSTEM)
            else:
                withdraw_signals(person=person, source=source, actor=SYSTEM)
            person.refresh_from_db()
            after = held_by(person)
            if strictness(after.band) > strictness(before.band):
                assert kind == "signal"
                assert source in LOOSENING
                assert before.by is None or ASSURANCE[source] > ASSURANCE[before.by]
            count = AgeSignal.objects.filter(person_id=person.pk).count()
            assert signal_log(person).count() == count
        transaction.set_rollback(True)


def _say(person: User, band: AgeBand, source: AgeSource, **kwargs: Any) -> AgeBand:
    return signal_age(person=person, band=band, source=source, actor=SYSTEM, **kwargs)


def test_two_that_conflict_leave_the_protective_band_and_both_in_the_log(creator: User) -> None:
    _say(creator, AgeBand.ADULT, AgeSource.ESTIMATE)
    assert _say(creator, AgeBand.TEEN, AgeSource.REPORT) == AgeBand.TEEN
    assert [one.band for one in signal_log(creator)] == ["13_17", "18_plus", "18_plus"]
    row = AuditEvent.objects.filter(action="accounts.age.signalled").latest("at")
    assert (row.facts["moved"], row.facts["holds"]) == (True, "13_17")


def test_of_ranges_and_predictions_only_the_newest_counts_and_the_log_keeps_all(
    creator: User,
) -> None:
    _say(creator, AgeBand.ADULT, AgeSource.DECLARED_RANGE)
    _say(creator, AgeBand.TEEN, AgeSource.DECLARED_RANGE)
    _say(creator, AgeBand.TEEN, AgeSource.DECLARED_RANGE)
    ranges = current_signals(creator).filter(source=AgeSource.DECLARED_RANGE)
    assert [one.band for one in ranges] == ["13_17"]
    ends: list[str | None] = [getattr(one, "ended", "") for one in signal_log(creator)]
    assert ends[:3] == [None, "superseded", "superseded"]
    assert User.objects.get(pk=creator.pk).age_band == AgeBand.TEEN


def test_a_looser_range_waits_for_no_mistake_of_somebody_else(
    creator: User, moderator: User
) -> None:
    _say(creator, AgeBand.TEEN, AgeSource.DECLARED_RANGE)
    _say(creator, AgeBand.ADULT, AgeSource.DECLARED_RANGE)
    _say(creator, AgeBand.TEEN, AgeSource.REPORT)
    band = withdraw_mistaken(person=creator, source=AgeSource.REPORT, actor=moderator)
    assert band == AgeBand.TEEN
    assert User.objects.get(pk=creator.pk).assured_by == AgeSource.DECLARED_RANGE


def test_purging_forgets_what_was_said_and_keeps_the_band_and_the_log(creator: User) -> None:
    birthday = today() + timedelta(days=400)
    said = {"method": "id_document"}
    _say(creator, AgeBand.TEEN, AgeSource.VERIFIED, facts=said, adult_from=birthday)
    assert purge_age_inputs(person=creator, actor=SYSTEM) == 1
    creator.refresh_from_db()
    assert (creator.age_band, creator.assured_by) == (AgeBand.TEEN, AgeSource.VERIFIED)
    assert creator.adult_from == birthday
    assert not AgeInput.objects.filter(person=creator).exists()
    assert len(signal_log(creator)) == 2


def test_old_inputs_go_by_themselves(
    creator: User, as_worker: Callable[[], AbstractContextManager[None]]
) -> None:
    _say(creator, AgeBand.TEEN, AgeSource.PREDICTED, facts={"score": 0.99})
    with as_worker():
        assert purge_old_inputs() == 0
    with travel(timezone.now() + INPUTS_KEPT + timedelta(days=1)), as_worker():
        assert purge_old_inputs() == 1
    assert User.objects.get(pk=creator.pk).age_band == AgeBand.TEEN


def test_inputs_are_sealed_in_the_database(creator: User) -> None:
    from django.db import connection

    _say(creator, AgeBand.TEEN, AgeSource.DECLARED_RANGE, facts={"method": "guardian_declared"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM accounts_ageinput")
        assert b"guardian" not in bytes(cursor.fetchone()[0])


def test_a_teen_grows_up_on_the_day_that_a_strong_signal_named(creator: User) -> None:
    birthday = today() + timedelta(days=30)
    _say(creator, AgeBand.TEEN, AgeSource.DOCUMENT, adult_from=birthday)
    creator.refresh_from_db()
    assert creator.comes_of_age_on == birthday
    for days, adult in ((29, False), (30, True)):
        with travel(timezone.now() + timedelta(days=days)):
            assert creator.is_adult == adult
            listed = User.objects.filter(_adults(), pk=creator.pk).exists()
            assert listed == adult


def _adults() -> Any:
    from accounts.ages import is_adult_now

    return is_adult_now()


def test_a_guardians_word_goes_with_the_link_and_the_teen_stays_one(
    creator: User, teen: User
) -> None:
    for person in (creator, teen):
        _say(person, AgeBand.TEEN, AgeSource.GUARDIAN)
        assert withdraw_signals(person=person, source=AgeSource.GUARDIAN, actor=SYSTEM) == "13_17"
    for person, by in ((creator, "guardian"), (teen, "")):
        person.refresh_from_db()
        assert (person.age_band, person.assured_by) == (AgeBand.TEEN, by)
    assert teen.comes_of_age_on == of_age_on(teen.birth_date or date.today())  # noqa: DTZ011


def test_staff_take_a_mistaken_report_back_and_the_declaration_holds_again(
    creator: User, moderator: User
) -> None:
    _say(creator, AgeBand.TEEN, AgeSource.REPORT)
    band = withdraw_mistaken(person=creator, source=AgeSource.REPORT, actor=moderator)
    assert band == AgeBand.ADULT
    assert User.objects.get(pk=creator.pk).assured_band == ""


def test_a_mistake_never_leads_out_of_under_13_nor_undoes_a_proof(
    creator: User, friend: User, moderator: User
) -> None:
    _say(creator, AgeBand.UNDER_13, AgeSource.REPORT)
    band = withdraw_mistaken(person=creator, source=AgeSource.REPORT, actor=moderator)
    assert band == AgeBand.UNDER_13
    assert User.objects.get(pk=creator.pk).standing == Standing.SUSPENDED
    record_finding(person=friend, finding=AgeFinding.DOCUMENT_TEEN, actor=moderator)
    with pytest.raises(DomainError) as refused:
        withdraw_mistaken(person=friend, source=AgeSource.DOCUMENT, actor=moderator)
    assert refused.value.code == ErrorCode.INVALID


def test_a_guardian_never_makes_anybody_an_adult(teen: User) -> None:
    assert _say(teen, AgeBand.ADULT, AgeSource.GUARDIAN) == AgeBand.TEEN


RANGES = [
    ({"lower_bound": 13, "upper_bound": 15}, "13_17"),
    ({"lower_bound": 16, "upper_bound": 17}, "13_17"),
    ({"lower_bound": 18, "upper_bound": None}, "18_plus"),
]


@pytest.mark.parametrize(("said", "band"), RANGES)
def test_a_range_tightens_and_says_so(
    api: Api, creator: User, said: dict[str, int | None], band: str
) -> None:
    body = {**said, "declaration": "guardian_declared"}
    answer = api.put("/me/age/declared-range", body, as_=creator)
    assert answer.status_code == 200, answer.content
    assert answer.json()["band"] == band
    kept = AgeInput.objects.get(person=creator).facts
    assert kept["method"] == "guardian_declared"


@pytest.mark.parametrize("method", ["self_declared", "government_id_checked"])
def test_a_range_never_makes_a_teen_an_adult_however_the_device_checked(
    api: Api, teen: User, method: str
) -> None:
    body = {"lower_bound": 18, "upper_bound": None, "declaration": method}
    answer = api.put("/me/age/declared-range", body, as_=teen)
    assert answer.json()["band"] == "13_17"
    assert api.get("/me", as_=teen).json()["age_band"] == "13_17"


@pytest.mark.parametrize(
    "said",
    [(None, None), (17, 18), (16, None), (12, 13), (15, 14), (None, 17)],
)
def test_a_range_across_the_gates_is_refused(
    api: Api, creator: User, said: tuple[int | None, int | None]
) -> None:
    body = {"lower_bound": said[0], "upper_bound": said[1], "declaration": "self_declared"}
    answer = api.put("/me/age/declared-range", body, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "invalid")
    assert api.get("/me/age", as_=creator).json()["band"] == "18_plus"


def test_a_device_that_says_under_13_freezes_the_account(api: Api, creator: User) -> None:
    body = {"lower_bound": None, "upper_bound": 12, "declaration": "guardian_declared"}
    token = api.token(creator)
    answer = api.put("/me/age/declared-range", body, as_=creator)
    assert answer.json()["band"] == "under_13"
    assert code_of(api.get("/me", token=token)) == "account_suspended"


def test_everybody_reads_what_their_age_rests_on(api: Api, teen: User) -> None:
    said = api.get("/me/age", as_=teen).json()
    assert (said["band"], said["rests_on"]) == ("13_17", "self_declared")
    assert said["adult_from"] == of_age_on(teen.birth_date or today()).isoformat()
    assert said["can"] == ["appeal"]
    assert "date of birth" in said["in_words"]


def test_an_adults_age_needs_no_appeal(api: Api, creator: User) -> None:
    assert api.get("/me/age", as_=creator).json()["can"] == []
    answer = api.post("/me/age/appeal", {}, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (409, "nothing_to_appeal")

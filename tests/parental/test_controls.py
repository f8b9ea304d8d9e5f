"""Who sets what: a guardian never loosens, a teen wishes, what both agree to holds."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.safeguards import TEEN_DEFAULTS, Limit, Reason, effective, is_looser
from parental.models import Control, FamilyEntry, GuardianLink, Proposal
from parental.values import SAFETY_CRITICAL, SETTABLE
from parental.work.sweeping import sweep
from tests import cast
from tests.client import Api, code_of
from tests.parental.families import later, linked, set_control

NIGHT = [{"days": ["fri", "sat"], "from": "21:00", "to": "07:00", "stops": "all"}]
# A stricter value of each limit that guardians set.
STRICT: dict[Limit, Any] = {
    Limit.CONTENT: "under_18",
    Limit.DISCOVERABLE_BY: "teens_and_people_i_follow",
    Limit.FOLLOWED_BY: "teens_and_people_i_follow",
    Limit.MESSAGES_FROM: "nobody",
    Limit.LIKENESS_USED_BY: "nobody",
    Limit.FEED: "following",
    Limit.SCROLL: "paged",
    Limit.DAILY_MINUTES: 30,
    Limit.QUIET_HOURS: NIGHT,
    Limit.SCHOOL_HOURS: NIGHT,
    Limit.CREATION: "off",
    Limit.TRAINING: "off",
    Limit.PUSH: "off",
}
LOOSE: dict[Limit, Any] = {
    Limit.CONTENT: "adult",
    Limit.DISCOVERABLE_BY: "everyone",
    Limit.FOLLOWED_BY: "everyone",
    Limit.MESSAGES_FROM: "everyone",
    Limit.LIKENESS_USED_BY: "everyone",
    Limit.FEED: "personalised",
    Limit.SCROLL: "continuous",
    Limit.DAILY_MINUTES: 600,
    Limit.QUIET_HOURS: [],
    Limit.SCHOOL_HOURS: [],
    Limit.TRAINING: "on",
}


def path(link: GuardianLink, tail: str) -> str:
    return f"/family/links/{link.public_id}/{tail}"


def put(api: Api, link: GuardianLink, limit: Limit, value: Any, **kwargs: Any) -> Any:
    body = {"value": value, "why": kwargs.pop("why", "safety")}
    return api.put(path(link, f"controls/{limit}"), body, as_=kwargs.get("as_", link.guardian))


def test_every_limit_that_guardians_set_is_tried_here() -> None:
    assert set(STRICT) == set(SETTABLE)
    assert set(LOOSE) == {one for one in SETTABLE if TEEN_DEFAULTS[one] != "on"}


@pytest.mark.parametrize("limit", SETTABLE)
def test_a_guardian_tightens_every_limit(api: Api, link: GuardianLink, limit: Limit) -> None:
    answer = put(api, link, limit, STRICT[limit])

    assert answer.status_code == 200, answer.content
    at_once = limit in SAFETY_CRITICAL
    assert answer.json()["state"] == ("in_force" if at_once else "open")
    if not at_once:
        assert Control.objects.count() == 0
        with later(hours=23):
            sweep()
            assert Control.objects.count() == 0
        with later(hours=25):
            sweep()
    assert not is_looser(limit, effective(link.teen).value(limit), STRICT[limit])
    assert Reason.GUARDIAN in effective(link.teen).limits[limit].reasons


@pytest.mark.parametrize("limit", LOOSE)
def test_a_guardian_never_loosens_what_protects_every_teen(
    api: Api, link: GuardianLink, limit: Limit
) -> None:
    answer = put(api, link, limit, LOOSE[limit])
    assert (answer.status_code, code_of(answer)) == (422, "looser_than_default")
    wish = {"limit": limit.value, "value": LOOSE[limit], "why": "trust"}
    for person in (link.teen, link.guardian):
        answer = api.post(path(link, "proposals"), wish, as_=person, key="k")
        assert code_of(answer) == "looser_than_default"
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("limit", "value"),
    [(Limit.PUSH, "loud"), (Limit.DAILY_MINUTES, "30"), (Limit.QUIET_HOURS, [{"days": ["fri"]}])],
)
def test_what_is_no_value_is_told_of_the_field_that_was_sent(
    api: Api, link: GuardianLink, limit: Limit, value: Any
) -> None:
    error = put(api, link, limit, value).json()["errors"][0]
    assert (error["code"], error["attr"]) == ("invalid", "value")


def test_hours_of_a_guardian_come_on_top_of_those_of_every_teen(
    api: Api, link: GuardianLink
) -> None:
    set_control(link, Limit.QUIET_HOURS, NIGHT)
    row = Control.objects.get(limit=Limit.QUIET_HOURS)
    assert not is_looser(Limit.QUIET_HOURS, row.value, TEEN_DEFAULTS[Limit.QUIET_HOURS])
    assert not is_looser(Limit.QUIET_HOURS, row.value, NIGHT)


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("daily_minutes", "many", "invalid"),
        ("daily_minutes", -1, "invalid"),
        ("messages_from", "friends", "invalid"),
        ("quiet_hours", [{"days": ["someday"]}], "invalid"),
        ("messages_from", None, "null"),
        ("enrolment", "released_only", "not_found"),
        ("hair_colour", "red", "not_found"),
    ],
)
def test_what_is_no_value_of_a_limit_is_refused(
    api: Api, link: GuardianLink, limit: str, value: Any, code: str
) -> None:
    answer = api.put(path(link, f"controls/{limit}"), {"value": value, "why": "safety"},
                     as_=link.guardian)  # fmt: skip
    assert code_of(answer) == code
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("words", ["because I say so", "", "SAFETY", 7])
def test_nobody_writes_a_reason(api: Api, link: GuardianLink, words: Any) -> None:
    answer = put(api, link, Limit.DAILY_MINUTES, 30, why=words)
    assert answer.status_code == 400
    more = {"value": 30, "why": "sleep", "note": "to bed"}
    answer = api.put(path(link, "controls/daily_minutes"), more, as_=link.guardian)
    assert code_of(answer) == "unknown_field"


def test_a_teen_decides_on_no_control_of_a_guardians(api: Api, link: GuardianLink) -> None:
    answer = put(api, link, Limit.MESSAGES_FROM, "nobody", as_=link.teen)
    assert (answer.status_code, code_of(answer)) == (403, "permission_denied")
    set_control(link, Limit.DAILY_MINUTES, 30)
    answer = api.delete(path(link, "controls/daily_minutes"), {"why": "trust"}, as_=link.teen)
    assert code_of(answer) == "permission_denied"
    assert effective(link.teen).value(Limit.DAILY_MINUTES) == 30


@pytest.mark.parametrize(("first", "second"), [(30, 60), (60, 30)])
def test_of_two_guardians_the_stricter_wins(teen: User, first: int, second: int) -> None:
    one, other = linked(teen), linked(teen)
    set_control(one, Limit.DAILY_MINUTES, first)
    set_control(other, Limit.DAILY_MINUTES, second)
    set_control(one, Limit.QUIET_HOURS, NIGHT)
    evening = [{"days": ["mon"], "from": "20:00", "to": "22:00", "stops": "all"}]
    set_control(other, Limit.QUIET_HOURS, evening)
    assert effective(teen).value(Limit.DAILY_MINUTES) == 30
    hours = effective(teen).value(Limit.QUIET_HOURS)
    assert not is_looser(Limit.QUIET_HOURS, hours, NIGHT)
    assert not is_looser(Limit.QUIET_HOURS, hours, evening)


def test_a_teen_reads_of_a_decision_before_it_holds(
    api: Api, link: GuardianLink, deliver: Callable[[], int]
) -> None:
    deliver()
    made = put(api, link, Limit.DAILY_MINUTES, 30).json()
    deliver()
    told = api.get("/me/events", as_=link.teen).json()["results"][-1]
    assert told["type"] == "family.control_announced"
    assert told["data"] == {
        "link": link.public_id, "proposal": made["id"], "limit": "daily_minutes",
    }  # fmt: skip

    answer = api.post(f"/family/proposals/{made['id']}/agree", {}, as_=link.teen)

    assert answer.json()["state"] == "in_force"
    assert effective(link.teen).value(Limit.DAILY_MINUTES) == 30


def test_a_decision_needs_no_yes_and_hears_no_no(api: Api, link: GuardianLink) -> None:
    made = put(api, link, Limit.DAILY_MINUTES, 30).json()
    answer = api.post(f"/family/proposals/{made['id']}/disagree", {}, as_=link.teen)
    assert answer.status_code == 404
    assert Proposal.objects.get().state == "open"


def wished(api: Api, link: GuardianLink, value: Any, *, by: User) -> Any:
    body = {"limit": "daily_minutes", "value": value, "why": "balance"}
    return api.post(path(link, "proposals"), body, as_=by, key=f"{value}{by.pk}").json()


def test_a_teen_wishes_and_the_guardian_answers(api: Api, link: GuardianLink) -> None:
    set_control(link, Limit.DAILY_MINUTES, 30)
    made = wished(api, link, 60, by=link.teen)
    assert effective(link.teen).value(Limit.DAILY_MINUTES) == 30
    assert api.post(f"/family/proposals/{made['id']}/agree", {}, as_=link.teen).status_code == 404

    api.post(f"/family/proposals/{made['id']}/disagree", {}, as_=link.guardian)
    assert effective(link.teen).value(Limit.DAILY_MINUTES) == 30

    made = wished(api, link, 90, by=link.teen)
    api.post(f"/family/proposals/{made['id']}/agree", {}, as_=link.guardian)
    assert effective(link.teen).value(Limit.DAILY_MINUTES) == 90


def test_a_guardian_wishes_and_the_teen_may_say_no(api: Api, link: GuardianLink) -> None:
    made = wished(api, link, 60, by=link.guardian)
    answer = api.post(f"/family/proposals/{made['id']}/disagree", {}, as_=link.teen)
    assert answer.json()["state"] == "declined"
    with later(hours=30):
        sweep()
    assert not Control.objects.exists()


def test_a_wish_is_taken_back_by_who_made_it_alone(api: Api, link: GuardianLink) -> None:
    made = wished(api, link, 60, by=link.teen)
    taken = f"/family/proposals/{made['id']}/withdraw"
    assert api.post(taken, {}, as_=link.guardian).status_code == 404
    assert api.post(taken, {}, as_=link.teen).json()["state"] == "withdrawn"
    assert api.post(taken, {}, as_=link.teen).status_code == 409


def test_a_wish_runs_out_after_fourteen_days(api: Api, link: GuardianLink) -> None:
    wished(api, link, 60, by=link.teen)
    with later(days=15):
        sweep()
    assert Proposal.objects.get().state == "lapsed"


def test_a_new_decision_replaces_one_that_waits(api: Api, link: GuardianLink) -> None:
    for minutes in (30, 40):
        put(api, link, Limit.DAILY_MINUTES, minutes)
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["lapsed", "open"]
    with later(hours=25):
        sweep()
    assert effective(link.teen).value(Limit.DAILY_MINUTES) == 40


def test_a_guardian_lets_a_limit_go_and_the_default_holds(api: Api, link: GuardianLink) -> None:
    set_control(link, Limit.MESSAGES_FROM, "nobody")
    gone = path(link, "controls/messages_from")
    answer = api.delete(gone, {"why": "trust"}, as_=link.guardian)
    assert answer.json()["state"] == "open"
    with later(hours=25):
        sweep()
    assert effective(link.teen).value(Limit.MESSAGES_FROM) == "mutuals"
    assert api.delete(gone, {"why": "trust"}, as_=link.guardian).status_code == 404


def test_both_read_the_same_whole_history(api: Api, link: GuardianLink) -> None:
    set_control(link, Limit.DAILY_MINUTES, 30)
    wished(api, link, 60, by=link.teen)
    seen = [api.get(path(link, "ledger"), as_=one).json() for one in (link.teen, link.guardian)]
    assert seen[0]["results"] == seen[1]["results"]
    assert [(row["kind"], row["by"], row["value"], row["why"]) for row in seen[0]["results"]] == [
        ("proposed", "teen", 60, "balance"),
        ("control_set", "guardian", 30, "balance"),
        ("agreed", "teen", 30, "balance"),
        ("decided", "guardian", 30, "balance"),
        ("accepted", "teen", None, ""),
        ("asked", "guardian", None, ""),
    ]
    lists = [api.get(path(link, "proposals"), as_=one).json() for one in (link.teen, link.guardian)]
    assert lists[0]["results"] == lists[1]["results"]


def test_the_ledger_only_grows(link: GuardianLink) -> None:
    from django.db import DatabaseError, transaction

    for change in (
        lambda: FamilyEntry.objects.update(kind="declined"),
        lambda: FamilyEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_both_read_what_is_set_and_what_holds(api: Api, link: GuardianLink) -> None:
    set_control(link, Limit.DAILY_MINUTES, 30)
    for person in (link.teen, link.guardian):
        rows = {
            row["limit"]: row
            for row in api.get(path(link, "controls"), as_=person).json()["results"]
        }
        assert (rows["daily_minutes"]["value"], rows["daily_minutes"]["effective"]) == (30, 30)
        assert (rows["messages_from"]["value"], rows["messages_from"]["effective"]) == (
            None, "mutuals",
        )  # fmt: skip
        assert "enrolment" not in rows


def test_another_familys_change_is_nobodys_business(
    api: Api, link: GuardianLink, stranger: User
) -> None:
    other = linked(cast.teen())
    made = wished(api, link, 60, by=link.teen)
    for verb in ("agree", "disagree", "withdraw"):
        for somebody in (stranger, other.teen, other.guardian):
            answer = api.post(f"/family/proposals/{made['id']}/{verb}", {}, as_=somebody)
            assert answer.status_code == 404
    assert put(api, other, Limit.DAILY_MINUTES, 5, as_=link.guardian).status_code == 404

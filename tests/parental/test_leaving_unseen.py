"""What somebody whom a teen fled from could try, to learn that they did."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from time_machine import travel

from accounts.models import AgeBand, AgeSource, Standing, StandingReason, User
from accounts.safeguards import Limit
from accounts.services.ages import signal_age
from accounts.services.closing import close_account, restore_account
from accounts.services.deletion import delete_account
from accounts.services.relations import block
from accounts.services.safeguards import choose_limits
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from parental.bounds import MOST_TEENS
from parental.models import BarredGuardian, FamilyNotice, GuardianLink, SafetyCase
from parental.selectors import entries_for_staff
from parental.services import linking
from parental.services.ending import unlink
from parental.services.proposing import decide
from parental.services.safety import leave
from parental.states import EndReason, Why
from parental.work.outgrown import end_outgrown
from parental.work.sweeping import sweep
from tests import cast
from tests.client import Api
from tests.parental.families import TABLET, asked, later, linked, set_control
from tests.parental.test_ending import birthday_of
from tests.standings import change_standing


def path(link: GuardianLink, tail: str = "") -> str:
    return f"/family/links/{link.public_id}{tail}"


def fled(link: GuardianLink) -> GuardianLink:
    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    return link


def read(api: Api, link: GuardianLink, tail: str = "") -> Any:
    return api.get(path(link, tail), as_=link.guardian).json()


def lines(api: Api, link: GuardianLink, by: User) -> list[tuple[str, str]]:
    rows = api.get(path(link, "/ledger"), as_=by).json()["results"]
    return [(row["kind"], row["by"]) for row in rows]


@pytest.mark.parametrize("begin", [linked, asked])
def test_a_guardian_who_ends_it_meanwhile_was_the_first_to_their_eyes(
    api: Api, begin: Callable[..., GuardianLink], deliver: Callable[[], int]
) -> None:
    """As under a link that nobody fled from, answer by answer."""
    seen = []
    for flees in (False, True):
        link = begin(cast.teen(), cast.guardian())
        if flees:
            fled(link)
        deliver()
        heard = FamilyNotice.objects.filter(person_id=link.teen_id).count()
        ended = api.delete(path(link), as_=link.guardian).status_code
        again = api.delete(path(link), as_=link.guardian).status_code
        deliver()
        told = read(api, link)
        with later(hours=80):
            sweep()
            deliver()
            api.tokens.clear()
            kept = read(api, link)
            notices = FamilyNotice.objects.filter(person_id=link.guardian_id).order_by("due_at")
            seen.append(
                (
                    *(ended, again, told["state"], told["ended_by"], kept == told),
                    lines(api, link, link.guardian),
                    [(one.kind, one.data.get("by")) for one in notices],
                )
            )
        if flees:
            rows = FamilyNotice.objects.filter(person_id=link.teen_id)
            assert rows.count() == heard
            assert lines(api, link, link.teen)[0] == ("ended", "teen")
    assert seen[0] == seen[1]
    assert seen[0][:4] == (204, 409, "ended", "guardian")


@pytest.mark.parametrize("begin", [linked, asked])
def test_a_birthday_meanwhile_is_read_as_if_the_link_had_stood(
    api: Api, begin: Callable[..., GuardianLink], deliver: Callable[[], int]
) -> None:
    """As under a link that nobody fled from, answer by answer."""
    seen = []
    for flees in (False, True):
        link = begin(cast.teen(), cast.guardian())
        morning = birthday_of(link.teen)
        with travel(morning - timedelta(hours=2), tick=True):
            GuardianLink.objects.filter(pk=link.pk).update(asked_at=timezone.now())
            link.refresh_from_db()
            if flees:
                fled(link)
            assert end_outgrown() == 0
        with travel(morning, tick=True):
            assert (end_outgrown(), end_outgrown()) == (1, 0)
            sweep()
            deliver()
            api.tokens.clear()
            told = read(api, link)
        with travel(morning + timedelta(hours=80), tick=True):
            sweep()
            deliver()
            api.tokens.clear()
            seen.append(_as_the_guardian_sees(api, link, told))
            if flees:
                assert lines(api, link, link.teen)[0] == ("ended", "teen")
                mine = FamilyNotice.objects.filter(person_id=link.teen_id)
                assert not mine.filter(kind="family.came_of_age").exists()
                ends = AuditEvent.objects.filter(
                    action="parental.link.ended", target=link.public_id
                )
                assert ends.count() == 1, "a second one would say who fled"
    assert seen[0] == seen[1]
    assert seen[0][:3] == ("ended", "house", True)
    assert seen[0][4][-1] == ("family.came_of_age", None)


def _as_the_guardian_sees(api: Api, link: GuardianLink, told: dict[str, Any]) -> tuple[Any, ...]:
    """How it ended, whether that reads as they were `told`, their lines, and what they heard."""
    notices = FamilyNotice.objects.filter(person_id=link.guardian_id).order_by("due_at")
    return (
        *(told["state"], told["ended_by"], read(api, link) == told),
        lines(api, link, link.guardian),
        [(one.kind, one.data.get("by")) for one in notices],
    )


def _blocks(api: Api, guardian: User, teen: User, staff: User) -> None:
    block(actor=guardian, person=teen)


def _is_shut_out(api: Api, guardian: User, teen: User, staff: User) -> None:
    for to in (Standing.SUSPENDED, Standing.GOOD):
        change_standing(person=guardian, to=to, actor=staff, reason=StandingReason.SAFETY)


def _leaves_and_returns(api: Api, guardian: User, teen: User, staff: User) -> None:
    close_account(person=guardian, actor=Actor.person(guardian.pk))
    restore_account(person=guardian, actor=Actor.person(guardian.pk))


def _looked_young(api: Api, guardian: User, teen: User, staff: User) -> None:
    for band in (AgeBand.TEEN, AgeBand.ADULT):
        signal_age(person=guardian, band=band, source=AgeSource.STAFF, actor=Actor.person(staff.pk))


@pytest.mark.parametrize("begin", [linked, asked])
@pytest.mark.parametrize("what", [_blocks, _is_shut_out, _leaves_and_returns, _looked_young])
def test_whatever_ends_each_link_of_a_guardian_ends_to_their_eyes_what_was_fled_from(
    api: Api,
    moderator: User,
    begin: Callable[..., GuardianLink],
    what: Callable[[Api, User, User, User], None],
    deliver: Callable[[], int],
) -> None:
    """What still read as active then would say that the teen fled; each is theirs to bring about,
    or to wait for."""
    seen = []
    for flees in (False, True):
        link = begin(cast.teen(), cast.guardian())
        if flees:
            fled(link)
        heard = FamilyNotice.objects.filter(person_id=link.teen_id).count()
        what(api, link.guardian, link.teen, moderator)
        link.guardian.refresh_from_db()
        deliver()
        api.tokens.clear()
        told = read(api, link)
        with later(hours=80):
            sweep()
            deliver()
            api.tokens.clear()
            seen.append(_as_the_guardian_sees(api, link, told))
        if flees:
            assert FamilyNotice.objects.filter(person_id=link.teen_id).count() == heard
            assert lines(api, link, link.teen)[0] == ("ended", "teen")
    assert seen[0] == seen[1]
    assert (seen[0][0], seen[0][2]) == ("ended", True)


def test_a_guardian_not_sure_enough_meanwhile_reads_that_a_rule_ended_it(
    api: Api, link: GuardianLink, settings: Any
) -> None:
    fled(link)
    settings.GUARDIAN_ASSURANCE = "document"
    assert (end_outgrown(), end_outgrown()) == (1, 0)
    told = read(api, link)
    assert (told["state"], told["ended_by"]) == ("ended", "house")
    told = FamilyNotice.objects.get(person_id=link.guardian_id, kind="family.link_ended")
    assert told.data["by"] == "house"


def test_of_a_guardian_who_deleted_their_account_nothing_is_told(
    link: GuardianLink,
) -> None:
    fled(link)
    delete_account(person=link.guardian, actor=Actor.system("test"))
    assert end_outgrown() == 0
    assert not FamilyNotice.objects.filter(person_id=link.guardian_id).exists()


def test_the_line_of_the_end_stands_at_the_time_that_is_told(api: Api, link: GuardianLink) -> None:
    """A line that only reads as later would stand before what they did meanwhile."""
    fled(link)
    with later(hours=1):
        api.tokens.clear()
        change = {"value": "off", "why": "sleep"}
        assert api.put(path(link, "/controls/push"), change, as_=link.guardian).status_code == 200
    with later(hours=73):
        sweep()
        api.tokens.clear()
        kinds = [kind for kind, _by in lines(api, link, link.guardian)]
        assert kinds[0] == "ended"
        assert kinds.count("ended") == 1
        assert "decided" in kinds
        page = api.get(path(link, "/ledger?limit=1"), as_=link.guardian).json()
        rest = api.get(path(link, f"/ledger?cursor={page['next']}"), as_=link.guardian).json()
        assert "ended" not in [row["kind"] for row in rest["results"]]
        mine = lines(api, link, link.teen)
        assert mine[0] == ("ended", "teen")
        assert mine.count(("ended", "teen")) == 1


def test_a_question_that_a_teen_fled_from_runs_out_with_the_line_of_every_such(
    api: Api, teen: User
) -> None:
    seen = []
    for flees in (False, True):
        link = asked(teen, cast.guardian())
        if flees:
            fled(link)
        with later(hours=25):
            sweep()
            api.tokens.clear()
            told = read(api, link)
            seen.append((told["state"], told["ended_by"], lines(api, link, link.guardian)))
            waited = datetime.fromisoformat(told["ended_at"]) - link.asked_at
            assert waited > timedelta(hours=24)
    assert seen[0] == seen[1]


def test_what_holds_reads_the_same_before_and_after(api: Api, link: GuardianLink) -> None:
    other = linked(link.teen)
    set_control(other, Limit.PUSH, "off")
    set_control(link, Limit.MESSAGES_FROM, "nobody")
    choose_limits(person=link.teen, wanted={Limit.DAILY_MINUTES: 30})
    before = read(api, link, "/controls")
    fled(link)
    assert read(api, link, "/controls") == before


def test_no_place_for_another_teen_becomes_free(guardian: User) -> None:
    links = [linked(cast.teen(), guardian) for _number in range(MOST_TEENS)]
    fled(links[0])

    def tries() -> None:
        linking.redeem(code="0000-0000", guardian=guardian, device=TABLET, text_version=1)

    with pytest.raises(DomainError, match="too_many_teens"):
        tries()
    with later(hours=73), pytest.raises(DomainError, match="incorrect_code"):
        tries()


def test_what_a_teen_makes_after_they_fled_is_counted_for_nobody(
    api: Api, link: GuardianLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parental import activity

    asked_until = []

    def counter(person: Any, start: datetime, stop: datetime) -> Any:
        asked_until.append(stop)
        return {}

    monkeypatch.setitem(activity._counters, activity.Count.FILMS_MADE, counter)
    fled(link)
    link.refresh_from_db()
    read(api, link, "/activity")
    assert asked_until == [link.ended_at]


def test_no_mail_tells_in_the_teens_own_post_that_they_fled(
    link: GuardianLink, deliver: Callable[[], int]
) -> None:
    deliver()
    mail.outbox.clear()
    fled(link)
    deliver()
    with later(hours=1):
        sweep()
        deliver()
    assert mail.outbox == []
    assert FamilyNotice.objects.filter(person_id=link.teen_id, kind="family.link_ended").exists()


@pytest.mark.parametrize("side", ["teen", "guardian"])
def test_a_teen_says_it_of_a_link_too_that_is_over(link: GuardianLink, side: str) -> None:
    unlink(link=link, by=getattr(link, side))
    fled(link)
    assert SafetyCase.objects.get().link_id == link.pk
    assert BarredGuardian.objects.get().guardian_id == link.guardian_id
    link.refresh_from_db()
    assert link.shown_until is None
    with pytest.raises(StaleState):
        fled(link)


def test_no_line_that_all_of_staff_read_says_that_a_teen_fled(link: GuardianLink) -> None:
    fled(link)
    decide(link=link, by=link.guardian, limit=Limit.PUSH, raw="off", why=Why.SLEEP)
    with later(hours=1):
        unlink(link=link, by=link.guardian)
    kinds = list(entries_for_staff().order_by("at").values_list("kind", flat=True))
    assert kinds == ["asked", "accepted", "ended"]

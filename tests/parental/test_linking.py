"""From a code to a link: the teen's answer, caps, receipts, what is odd."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from audit.models import AuditEvent
from lib.errors import DomainError, StaleState
from parental.bounds import MOST_TEENS
from parental.models import (
    ConsentPurpose,
    ConsentReceipt,
    FamilyEntry,
    GuardianLink,
    LinkTransition,
)
from parental.services import linking
from parental.services.inviting import invite
from parental.services.linking import redeem
from parental.texts import text_of
from parental.work.sweeping import sweep
from tests import cast
from tests.client import Api, code_of
from tests.parental.families import PHONE, TABLET, asked, later, linked

YES = {"text_version": 1}


def path(link: GuardianLink, tail: str = "") -> str:
    return f"/family/links/{link.public_id}{tail}"


def events_of(api: Api, person: User) -> list[str]:
    return [one["type"] for one in api.get("/me/events", as_=person).json()["results"]]


def test_the_teen_accepts_and_both_hear_of_it(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    link = asked(teen, guardian)
    deliver()
    assert events_of(api, teen) == ["family.link_asked"]

    answer = api.post(path(link, "/accept"), YES, as_=teen)

    assert (answer.status_code, answer.json()["state"]) == (200, "active")
    deliver()
    assert events_of(api, guardian) == ["family.link_accepted"]
    assert events_of(api, teen) == ["family.link_asked", "family.link_made"]
    sent = Counter(one.to[0] for one in mail.outbox)
    assert sent == {teen.email: 2, guardian.email: 1}
    for one in mail.outbox:
        text = f"{one.subject}{one.body}"
        assert not [name for name in (teen.handle, guardian.handle, "lnk_") if name in text]


def test_only_the_teen_answers(api: Api, teen: User, guardian: User, stranger: User) -> None:
    link = asked(teen, guardian)
    for tail, body in (("/accept", YES), ("/decline", {})):
        for somebody in (guardian, stranger):
            assert api.post(path(link, tail), body, as_=somebody).status_code == 404
    link.refresh_from_db()
    assert link.state == "asked"


def test_a_teen_declines_and_the_guardian_hears_so(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    link = asked(teen, guardian)
    assert api.post(path(link, "/decline"), {}, as_=teen).status_code == 204
    deliver()
    assert events_of(api, guardian) == ["family.link_declined"]
    assert code_of(api.post(path(link, "/accept"), YES, as_=teen)) == "not_found"


def test_a_question_that_nobody_answers_runs_out(teen: User, guardian: User) -> None:
    link = asked(teen, guardian)
    with later(hours=25):
        with pytest.raises(StaleState):
            linking.accept(link=link, by=teen, text_version=1)
        sweep()
    link.refresh_from_db()
    assert link.state == "lapsed"


def test_each_side_has_a_receipt_of_the_text_it_read(teen: User, guardian: User) -> None:
    link = linked(teen, guardian)
    rows = ConsentReceipt.objects.filter(link_id=link.pk).order_by("at")
    assert [(row.side, row.given, row.text_version) for row in rows] == [
        ("guardian", True, 1), ("teen", True, 1),
    ]  # fmt: skip
    assert {row.text_hash for row in rows} == {text_of(ConsentPurpose.LINK).hash}


def test_the_texts_are_there_to_read(api: Api, teen: User) -> None:
    shown = api.get("/family/texts", as_=teen).json()["results"]
    assert [one["purpose"] for one in shown] == ["link", "enrolment", "guardian_use"]
    assert all(len(one["text"]) > 200 for one in shown)


def test_a_teen_has_two_guardians_at_most(api: Api, teen: User) -> None:
    first, second = linked(teen), linked(teen)
    assert {first.place, second.place} == {1, 2}
    answer = api.post("/family/invitations", as_=teen, headers={"X-Device-Id": PHONE})
    assert (answer.status_code, code_of(answer)) == (409, "too_many_guardians")


def test_of_three_who_wait_two_are_accepted(teen: User) -> None:
    waiting = []
    for _number in range(3):
        code = _forced_code(teen)
        waiting.append(redeem(code=code, guardian=cast.guardian(), device=TABLET, text_version=1))
    for link in waiting[:2]:
        linking.accept(link=link, by=teen, text_version=1)
    with pytest.raises(DomainError, match="too_many_guardians"):
        linking.accept(link=waiting[2], by=teen, text_version=1)


def _forced_code(teen: User) -> str:
    """A code though two wait: as if they had been asked for before."""
    waiting = GuardianLink.objects.filter(teen=teen)
    kept = list(waiting.values_list("pk", "teen_id"))
    other = cast.teen()
    waiting.update(teen=other)
    code = invite(teen=teen, device=PHONE).code
    for key, owner in kept:
        GuardianLink.objects.filter(pk=key).update(teen=owner)
    return code


def test_a_guardian_watches_over_five_teens_at_most(guardian: User) -> None:
    links = [linked(cast.teen(), guardian) for _number in range(MOST_TEENS)]
    assert [link.number for link in links] == [1, 2, 3, 4, 5]
    with pytest.raises(DomainError, match="too_many_teens"):
        asked(cast.teen(), guardian)


def odd(link: GuardianLink) -> set[str]:
    rows = AuditEvent.objects.filter(action="parental.link.odd", target=link.public_id)
    return {row.facts["pattern"] for row in rows}


def test_what_is_odd_is_told_to_staff_and_refused_to_nobody(teen: User, guardian: User) -> None:
    User.objects.filter(pk=guardian.pk).update(joined_at="2020-01-01T00:00Z")
    assert odd(asked(teen, guardian)) == set()
    sister = cast._someone("sister", born=teen.birth_date.replace(year=teen.birth_date.year - 5))  # type: ignore[union-attr]
    assert odd(asked(cast.teen(), sister, device=PHONE)) == {
        "same_device", "close_ages", "new_account",
    }  # fmt: skip
    asked(cast.teen(), guardian)
    assert odd(asked(cast.teen(), guardian)) == {"many_links"}


def test_the_history_says_who_did_what(teen: User, guardian: User) -> None:
    link = linked(teen, guardian)
    steps = LinkTransition.objects.filter(subject_id=link.pk).order_by("pk")
    assert [(one.to_state, one.actor) for one in steps] == [
        ("asked", guardian.public_id), ("active", teen.public_id),
    ]  # fmt: skip
    lines = FamilyEntry.objects.filter(link_id=link.pk).order_by("at")
    assert [(one.kind, one.by) for one in lines] == [("asked", "guardian"), ("accepted", "teen")]


def test_a_guardian_never_reads_who_the_teen_is(api: Api, teen: User, guardian: User) -> None:
    link = linked(teen, guardian)
    tails = ("", "/controls", "/proposals", "/activity", "/ledger", "/receipts", "/releases")
    seen = [api.get(path(link, tail), as_=guardian) for tail in tails]
    seen.append(api.get("/family/links", as_=guardian))
    named = {teen.handle, teen.public_id, str(teen.pk), str(teen.email)}
    for answer in seen:
        assert answer.status_code == 200, answer.content
        assert not {one for one in named if one in answer.content.decode()}
    assert api.get(f"/people/{teen.handle}", as_=guardian).status_code == 404


def test_a_link_is_nobody_elses(api: Api, link: GuardianLink, stranger: Any) -> None:
    for tail in ("", "/controls", "/proposals", "/activity", "/ledger", "/receipts", "/releases"):
        assert api.get(path(link, tail), as_=stranger).status_code == 404
    assert api.delete(path(link), as_=stranger).status_code == 404

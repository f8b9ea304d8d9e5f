"""A guardian's phone that a teen found tightens, and loosens nothing."""

from typing import Any

import pytest

from accounts.safeguards import Limit
from parental.models import Control, GuardianLink, Proposal
from tests.client import Api, code_of
from tests.parental.families import asked, set_control
from tests.parental.test_controls import STRICT, path, put

FOUND = "reauthentication_required"


@pytest.fixture
def found(db: None) -> Api:
    """Whoever holds somebody's phone, and does not know their password."""
    return Api(proved=False)


def delete(api: Api, link: GuardianLink, limit: Limit) -> Any:
    sent = {"why": "agreed"}
    return api.delete(path(link, f"controls/{limit}"), sent, as_=link.guardian)


def wish(api: Api, link: GuardianLink, by: Any, limit: Limit, value: Any) -> Any:
    body = {"limit": limit, "value": value, "why": "agreed"}
    return api.post(path(link, "proposals"), body, as_=by, key=f"{limit}-{value}-{by.pk}")


def ended(link: GuardianLink) -> str:
    return f"/family/links/{link.public_id}"


def refused(answer: Any) -> bool:
    if answer.status_code != 401:
        assert answer.status_code in {200, 201}, answer.content
        return False
    assert code_of(answer) == FOUND
    return True


@pytest.mark.parametrize("limit", sorted(STRICT))
def test_a_control_is_set_by_anybody_and_let_go_by_the_guardian(
    api: Api, found: Api, link: GuardianLink, limit: Limit
) -> None:
    assert not refused(put(found, link, limit, STRICT[limit]))
    set_control(link, limit, STRICT[limit])
    assert not refused(put(found, link, limit, STRICT[limit])), "no looser than what stands"
    made = Proposal.objects.count()
    assert refused(delete(found, link, limit))
    assert (Control.objects.count(), Proposal.objects.count()) == (1, made)
    assert not refused(delete(api, link, limit))


def test_more_minutes_need_a_proof_and_fewer_do_not(
    api: Api, found: Api, link: GuardianLink
) -> None:
    set_control(link, Limit.DAILY_MINUTES, 60)
    assert refused(put(found, link, Limit.DAILY_MINUTES, 90))
    assert not refused(put(found, link, Limit.DAILY_MINUTES, 30))
    assert not refused(put(api, link, Limit.DAILY_MINUTES, 90))


def test_a_guardians_wish_for_more_needs_a_proof_for_the_teen_would_agree(
    api: Api, found: Api, link: GuardianLink
) -> None:
    set_control(link, Limit.DAILY_MINUTES, 60)
    assert refused(wish(found, link, link.guardian, Limit.DAILY_MINUTES, 90))
    assert refused(wish(found, link, link.guardian, Limit.DAILY_MINUTES, None))
    assert not Proposal.objects.filter(state="open").exists()
    assert not refused(wish(found, link, link.guardian, Limit.DAILY_MINUTES, 30))
    assert not refused(wish(found, link, link.teen, Limit.DAILY_MINUTES, None)), "a teen may wish"
    assert not refused(wish(api, link, link.guardian, Limit.DAILY_MINUTES, 90))


@pytest.mark.parametrize(("value", "looser"), [(90, True), (None, True), (60, False), (30, False)])
def test_a_yes_to_a_teens_wish_needs_a_proof_where_it_loosens(
    api: Api, found: Api, link: GuardianLink, value: int | None, looser: bool
) -> None:
    set_control(link, Limit.DAILY_MINUTES, 60)
    made = wish(api, link, link.teen, Limit.DAILY_MINUTES, value).json()["id"]
    answer = found.post(f"/family/proposals/{made}/agree", {}, as_=link.guardian)
    assert refused(answer) is looser
    held = Control.objects.values_list("value", flat=True).first()
    assert held == (60 if looser else value)


def test_a_teens_yes_needs_none(api: Api, found: Api, link: GuardianLink) -> None:
    set_control(link, Limit.DAILY_MINUTES, 60)
    made = delete(api, link, Limit.DAILY_MINUTES).json()["id"]
    assert not refused(found.post(f"/family/proposals/{made}/agree", {}, as_=link.teen))


def answer(api: Api, proposal: Any, verb: str, by: Any) -> Any:
    return api.post(f"/family/proposals/{proposal.public_id}/{verb}", {}, as_=by)


def test_what_is_decided_on_is_given_up_by_the_guardian_alone(
    api: Api, found: Api, link: GuardianLink
) -> None:
    set_control(link, Limit.DAILY_MINUTES, 60)
    assert not refused(put(found, link, Limit.DAILY_MINUTES, 30))
    waiting = Proposal.objects.get(state="open")
    assert refused(put(found, link, Limit.DAILY_MINUTES, 60)), "it would come in its place"
    assert refused(wish(found, link, link.guardian, Limit.DAILY_MINUTES, 60))
    assert refused(answer(found, waiting, "withdraw", link.guardian))
    wish(api, link, link.teen, Limit.DAILY_MINUTES, 60)
    wished = Proposal.objects.get(state="open", by="teen")
    assert refused(answer(found, wished, "agree", link.guardian))
    assert not refused(answer(found, wished, "withdraw", link.teen)), "theirs to take back"
    waiting.refresh_from_db()
    assert waiting.state == "open"
    assert not refused(put(found, link, Limit.DAILY_MINUTES, 15))
    newer = Proposal.objects.get(state="open")
    assert not refused(answer(api, newer, "withdraw", link.guardian))


def test_a_guardian_takes_back_what_would_have_loosened(
    api: Api, found: Api, link: GuardianLink
) -> None:
    set_control(link, Limit.DAILY_MINUTES, 60)
    put(api, link, Limit.DAILY_MINUTES, 90)
    waiting = Proposal.objects.get(state="open")
    assert not refused(answer(found, waiting, "withdraw", link.guardian))


@pytest.mark.parametrize("side", ["teen", "guardian"])
def test_a_link_is_ended_by_the_two_and_by_nobody_with_their_phone(
    api: Api, found: Api, link: GuardianLink, side: str
) -> None:
    by = getattr(link, side)
    assert refused(found.delete(ended(link), as_=by))
    link.refresh_from_db()
    assert link.state == "active"
    assert api.delete(ended(link), as_=by).status_code == 204


@pytest.mark.parametrize("reason", ["not_safe", "unknown_person"])
def test_who_is_not_safe_is_asked_for_nothing_and_their_guardian_as_before(
    found: Api, link: GuardianLink, reason: str
) -> None:
    said = found.post(path(link, "leave"), {"reason": reason}, as_=link.teen)
    assert said.status_code == 204
    assert refused(found.delete(ended(link), as_=link.guardian)), "as if the link stood"
    link.refresh_from_db()
    assert not link.left_by_guardian


@pytest.mark.parametrize("side", ["teen", "guardian"])
def test_a_question_is_ended_without_one(found: Api, teen: Any, guardian: Any, side: str) -> None:
    link = asked(teen, guardian)
    assert found.delete(ended(link), as_=getattr(link, side)).status_code == 204


def test_a_guardian_is_accepted_by_the_teen_and_by_nobody_with_their_phone(
    api: Api, found: Api, teen: Any, guardian: Any
) -> None:
    link = asked(teen, guardian)
    assert refused(found.post(path(link, "accept"), {"text_version": 1}, as_=teen))
    link.refresh_from_db()
    assert link.state == "asked"
    assert not refused(api.post(path(link, "accept"), {"text_version": 1}, as_=teen))

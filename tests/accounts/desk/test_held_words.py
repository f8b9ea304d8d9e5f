"""Whoever approves reads in words what will be done, for every verb."""

import pytest

from accounts.admin.held_words import what, why
from accounts.models import OF_VERB, HeldDecision, HeldVerb, User
from accounts.services.second_approval import ProtectionReason, propose, protect
from tests.accounts.desk.conftest import ROLES, colleague, desk_of
from tests.staff import at_the_desk

# `to`, `came_from`, reason of each; and what is read of that.
SAID = {
    HeldVerb.STANDING: [("banned", "good", "spam", "From Good to Banned", "Spam")],
    HeldVerb.SIGN_OUT: [("", "", "takeover", "", "wrong hands")],
    HeldVerb.UNPROTECT: [("", "", "ended", "", "The reason has ended")],
    HeldVerb.INVITING: [
        ("all_may_not", "", "sold", "Neither they nor anybody whom they brought may invite", ""),
    ],
    HeldVerb.AGE: [
        ("document_18_plus", "", "found", "18", ""),
        ("mistake:report", "", "found", "Mistaken: ", ""),
    ],
    HeldVerb.NAMES: [
        ("lifted", "", "impersonation", "It was none: the names stand as before", ""),
        ("zoetrope", "", "impersonation", "It passes for zoetrope", ""),
    ],
    HeldVerb.REGION: [
        ("DE", "", "asked", "DE", ""),
        ("DE!", "", "asked", "DE, though that takes protection of a law", ""),
    ],
    HeldVerb.CORRECT: [
        ("document_18_plus", "41", "slip", "Another document seen: 18 or over", "A slip"),
    ],
}


def test_every_verb_has_a_right_and_words() -> None:
    assert set(SAID) == set(OF_VERB) == set(HeldVerb)


@pytest.mark.parametrize("verb", HeldVerb)
def test_a_held_decision_is_told_in_words(verb: HeldVerb) -> None:
    for to, came_from, reason, doing, because in SAID[verb]:
        held = HeldDecision(verb=verb, to=to, came_from=came_from, reason=reason)
        assert what(held).startswith(doing) or doing in what(held)
        assert because in why(held)
        for code in ("_", "!", "mistake:", "41"):
            assert code not in what(held) + why(held)


def test_the_page_of_a_region_says_that_it_loosens_and_asks_for_a_lead(teen: User) -> None:
    protect(person=teen, actor=colleague("lead"), reason=ProtectionReason.AT_RISK)
    row = propose(
        person=teen, verb=HeldVerb.REGION, actor=colleague("lead"), reason="asked", to="DE!"
    )
    path = f"/admin/accounts/helddecision/{row.public_id}/approval/"
    for role in ROLES:
        answer = desk_of(role).get(path)
        assert answer.status_code == (200 if role in ("moderator", "lead") else 403)
        if answer.status_code == 200:
            assert "takes protection of a law" in answer.content.decode()
            assert "DE!" not in answer.content.decode()
    refused = desk_of("moderator").post(path, {"answer": "approve"})
    assert "Your role does not decide this." in refused.content.decode()
    row.refresh_from_db()
    assert row.state == "waiting"


@pytest.mark.parametrize("region", ["Germany", "de", "U-S"])
def test_what_is_no_region_is_held_by_nobody(creator: User, region: str) -> None:
    lead = colleague("lead")
    protect(person=creator, actor=lead, reason=ProtectionReason.AT_RISK)
    path = f"/admin/accounts/user/{creator.public_id}/region/"
    answer = at_the_desk(lead).post(path, {"region": region, "reason": "asked"})
    assert answer.status_code == 200
    assert not HeldDecision.objects.exists()

"""What staff see of a finding: ids, numbers, scans; words only with the right to decide."""

from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEvent
from lib.errors import DomainError
from moderation.models import CoolingOff, ProbingFinding, ProbingState, RefusedText
from moderation.probing.limits import LIMITS
from moderation.services.cooling import lift, weigh_person
from moderation.services.refusals import note_refusal_elsewhere
from tests.answering import answering
from tests.generation.studio import submitted
from tests.moderation.probing.studio import BLOCKED, Use
from tests.moderation.probing.wishes import VARIANTS
from tests.staff import at_the_desk

LIST = "/admin/moderation/probingfinding/"


@pytest.fixture
def finding(creator: Any, screener_answers: Use, deliver: Any, vectors: None) -> ProbingFinding:
    screener_answers(answering(BLOCKED))
    for wish in VARIANTS[:5]:
        submitted(creator, prompt=wish)
    deliver()
    return ProbingFinding.objects.get()


def page_of(finding: ProbingFinding) -> str:
    return f"{LIST}{finding.pk}/change/"


def test_the_list_holds_no_words(desk: Client, finding: ProbingFinding) -> None:
    page = desk.get(LIST).content.decode()
    assert finding.public_id in page
    assert "custard" not in page


def test_its_page_shows_texts_nearness_and_scans(desk: Client, finding: ProbingFinding) -> None:
    page = desk.get(page_of(finding)).content.decode()
    for wish in VARIANTS[:2]:
        assert wish in page
    for member in finding.members.all():
        assert f"/admin/moderation/scan/?q={member.subject}" in page
    assert AuditEvent.objects.filter(action="audit.staff.opened", target=finding.public_id).exists()


def test_staff_without_the_right_see_no_words_and_close_nothing(
    moderator: Any, finding: ProbingFinding
) -> None:
    client = at_the_desk(moderator)
    page = client.get(page_of(finding)).content.decode()
    assert "custard" not in page
    assert "For whoever may decide" in page
    _close(client, finding)
    assert ProbingFinding.objects.get().state == ProbingState.OPEN


def test_a_moderator_closes_it_with_their_reason(desk: Client, finding: ProbingFinding) -> None:
    _close(desk, finding)
    assert ProbingFinding.objects.get().state == ProbingState.CLOSED
    row = AuditEvent.objects.get(action="moderation.probing.closed")
    assert row.facts == {"finding": finding.public_id, "reason": "complaint"}


def test_nobody_writes_to_it(desk: Client, finding: ProbingFinding) -> None:
    assert desk.post(page_of(finding), {"state": "closed"}).status_code == 403
    assert desk.post(f"{page_of(finding)[:-7]}delete/", {}).status_code == 403


def test_cooling_offs_are_listed(desk: Client, finding: ProbingFinding) -> None:
    page = desk.get("/admin/moderation/coolingoff/").content.decode()
    assert CoolingOff.objects.get().public_id in page


@pytest.fixture
def elsewhere(creator: Any) -> CoolingOff:
    """As after many films that a processor refused."""
    for number in range(LIMITS[0].adults):
        origin = f"gen_{number}"
        note_refusal_elsewhere(person_id=creator.pk, origin=origin, subject=origin)
    weigh_person(creator.pk)
    return CoolingOff.objects.get()


def _lift(client: Client, cooling: CoolingOff) -> str:
    data = {"action": "lift_chosen", "_selected_action": [str(cooling.pk)]}
    answer = client.post("/admin/moderation/coolingoff/", data, follow=True)
    cooling.refresh_from_db()
    return answer.content.decode()


def test_what_processors_refused_is_lifted_by_staff_and_counts_no_more(
    desk: Client, creator: Any, elsewhere: CoolingOff
) -> None:
    _lift(desk, elsewhere)
    assert elsewhere.lifted_at is not None
    assert not RefusedText.objects.filter(overturned_at=None).exists()
    rows = AuditEvent.objects.filter(action="moderation.refusal.overturned")
    assert {row.facts["reason"] for row in rows} == {"complaint"}
    assert len(rows) == LIMITS[0].adults
    assert "our own policy" not in _lift(desk, elsewhere), "another had done it"
    assert len(rows.all()) == LIMITS[0].adults
    weigh_person(creator.pk)
    assert CoolingOff.objects.count() == 1


def test_what_our_own_policy_refused_is_not_lifted_in_one(
    desk: Client, finding: ProbingFinding
) -> None:
    cooling = CoolingOff.objects.get()
    assert "our own policy" in _lift(desk, cooling)
    assert cooling.lifted_at is None


def test_whoever_may_not_decide_lifts_nothing(moderator: Any, elsewhere: CoolingOff) -> None:
    _lift(at_the_desk(moderator), elsewhere)
    with pytest.raises(DomainError, match="permission_denied"):
        lift(cooling=elsewhere, by=moderator)
    assert elsewhere.lifted_at is None


def test_nobody_lifts_their_own(desk: Client, moderator: Any, elsewhere: CoolingOff) -> None:
    CoolingOff.objects.update(person_id=moderator.pk)
    assert "about your own" in _lift(desk, elsewhere)
    assert elsewhere.lifted_at is None


def _close(client: Client, finding: ProbingFinding) -> None:
    data = {"action": "close_findings", "_selected_action": [str(finding.pk)]}
    client.post(LIST, data, follow=True)

"""Known child abuse that is sent in as a picture leaves its trace; its sender learns nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from cameos.attestations.switching import SWITCH
from cameos.gate import People
from cameos.intake.evidence import forget_evidence
from cameos.intake.limits import EVIDENCE_KEPT_FOR
from cameos.models import SentEvidence
from cameos.uploads import looking, preparing
from moderation.categories import Category
from moderation.models import Scan
from tests import roles
from tests.cameos.intake import life
from tests.cameos.intake.abuse import (
    assert_kept,
    assert_no_trace_of_evidence,
    banked,
    kept,
    stored_evidence,
)
from tests.cameos.intake.sight import Sight
from tests.cameos.uploads.steps import Desk, codes, row_of


def shown(desk: Desk, public_id: str) -> dict[str, Any]:
    """Without what differs between any two pictures."""
    body = desk.read(public_id).json()
    return {key: body[key] for key in body if not key.endswith("_at") and key != "id"}


def test_its_bytes_and_what_was_found_are_kept_and_count(desk: Desk, sight: Sight) -> None:
    banked()
    sight.known()
    made = desk.make()
    assert codes(made) == ["against_the_rules"]
    assert_kept(made["id"], desk.person, counted=True)
    assert row_of(made["id"]).kept_key == ""
    with pytest.raises(ProgrammingError), transaction.atomic():
        SentEvidence.objects.exists()  # as the process that answers people


def test_with_somebody_in_it_too(desk: Desk, sight: Sight) -> None:
    banked()
    sight.people = People.FOUND
    made = desk.make()
    assert_kept(made["id"], desk.person, counted=True)
    assert sight.asked == 0


def test_whoever_sends_it_cannot_tell_whether_it_is_known(desk: Desk, sight: Sight) -> None:
    seen = []
    for known in (False, True):
        if known:
            banked()
        sight.people = People.FOUND
        somebody = shown(desk, desk.make()["id"])
        sight.people = People.NONE_FOUND
        sight.known() if known else sight.block()
        seen.append((somebody, shown(desk, desk.make()["id"])))
    assert seen[0] == seen[1]
    assert len(kept()) == 2


def test_also_where_attestations_are_taken(
    desk: Desk, sight: Sight, operator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    banked()
    SWITCH.turn_on(by=operator, why="tests")
    monkeypatch.setattr(preparing, "minors_excluded", lambda pictures: True)
    sight.people = People.FOUND
    sight.known()
    made = desk.make()
    assert codes(made) == ["person_in_picture", "against_the_rules"]
    assert_kept(made["id"], desk.person, counted=True)


def test_what_else_is_refused_is_written_down_and_its_bytes_go(desk: Desk, sight: Sight) -> None:
    banked(category=Category.HATE)
    sight.known(Category.HATE)
    made = desk.make()
    assert Scan.objects.get(subject=made["id"]).findings.count() == 1
    assert_no_trace_of_evidence()


def test_taking_it_back_while_it_waits_for_a_person_destroys_nothing(
    desk: Desk, sight: Sight
) -> None:
    banked()
    sight.known()
    sight.lack()
    made = desk.make()["id"]
    assert row_of(made).state == "held"
    assert desk.remove(made).status_code == 204
    desk.deliver()
    assert row_of(made).kept_key == ""
    assert_kept(made, desk.person, counted=False)


def test_nor_taking_it_back_while_it_is_looked_at(
    desk: Desk, sight: Sight, monkeypatch: pytest.MonkeyPatch
) -> None:
    banked()
    sight.known()
    made = life.removed_meanwhile(desk, looking, monkeypatch)
    assert row_of(made).state == "removed"
    assert_kept(made, desk.person, counted=True)


def test_nor_leaving(desk: Desk, sight: Sight, deliver: Callable[[], int]) -> None:
    from accounts.services.deletion import delete_account
    from lib.actors import Actor

    banked()
    sight.known()
    made = desk.make()["id"]
    delete_account(person=desk.person, actor=Actor.person(desk.person.pk))
    deliver()
    assert len(stored_evidence()) == 1
    assert [row.subject for row in kept()] == [made]


def test_it_goes_after_its_time_and_not_while_a_person_is_asked(desk: Desk, sight: Sight) -> None:
    banked()
    sight.known()
    sight.lack()
    made = desk.make()["id"]
    with roles.acting_as("worker"):
        assert forget_evidence() == 0
        SentEvidence.objects.update(at=timezone.now() - EVIDENCE_KEPT_FOR - timedelta(minutes=1))
        assert forget_evidence() == 0
    desk.remove(made)
    desk.deliver()
    with roles.acting_as("worker"):
        assert forget_evidence() == 1
    assert_no_trace_of_evidence()

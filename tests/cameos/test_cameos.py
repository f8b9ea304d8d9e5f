"""A cameo's row: one a person, and states that mean what they say."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cameos.models import Cameo, CameoKind, CameoTransition
from cameos.states import GRAPH, VERIFIED, CameoState
from lib.actors import Actor
from lib.errors import StaleState
from lib.states import advance, record_initial

SYSTEM = Actor.system("tests")


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    made = Cameo.objects.create(owner=creator)
    record_initial(made, actor=SYSTEM, reason="notice accepted")
    return made


def move(cameo: Cameo, to: CameoState, **changes: Any) -> None:
    advance(cameo, to=to, actor=SYSTEM, reason="test", **changes)


def test_a_new_cameo_is_nobodys_but_its_owners(cameo: Cameo) -> None:
    assert (cameo.state, cameo.epoch) == (CameoState.ENROLLING, 1)
    assert cameo.usable_by_owner_only
    assert cameo.public_id.startswith("cam_")


def test_a_person_has_one_cameo_of_themself_until_it_is_erased(cameo: Cameo) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Cameo.objects.create(owner=cameo.owner)
    Cameo.objects.create(owner=cameo.owner, kind=CameoKind.CHARACTER)
    move(cameo, CameoState.ERASING, ended_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Cameo.objects.create(owner=cameo.owner)
    move(cameo, CameoState.ERASED)
    Cameo.objects.create(owner=cameo.owner)


def test_a_refused_recording_leads_back_to_where_it_came_from(cameo: Cameo) -> None:
    move(cameo, CameoState.VERIFICATION_PENDING)
    move(cameo, CameoState.ENROLLING)
    move(cameo, CameoState.VERIFICATION_PENDING)
    move(cameo, CameoState.ACTIVE, verified_at=timezone.now())
    steps = CameoTransition.objects.filter(subject_id=cameo.id).values_list("to_state", flat=True)
    assert sorted(steps) == [
        *("active", "enrolling", "enrolling", "verification_pending", "verification_pending"),
    ]


@pytest.mark.parametrize("state", sorted(VERIFIED))
def test_nothing_is_in_use_that_was_never_verified(cameo: Cameo, state: str) -> None:
    since = timezone.now() if state == CameoState.PAUSED else None
    row = Cameo.objects.filter(pk=cameo.pk)
    with pytest.raises(IntegrityError, match="was_verified"), transaction.atomic():
        row.update(state=state, paused_at=since)


NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"state": "active", "verified_at": NOW, "paused_at": NOW}, "active_cameo_is_not_paused"),
        ({"state": "paused", "verified_at": NOW}, "paused_cameo_says_since_when"),
        ({"state": "revoked"}, "has_an_end_exactly_when_ended"),
        ({"ended_at": NOW}, "has_an_end_exactly_when_ended"),
        ({"epoch": 0}, "epoch_of_a_cameo_begins_at_one"),
        ({"hidden_through": 1}, "only_past_epochs_of_a_cameo_are_hidden"),
        ({"remixes_hidden_through": 1}, "only_past_epochs_of_a_cameo_are_hidden"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(
    cameo: Cameo, wrong: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Cameo.objects.filter(pk=cameo.pk).update(**wrong)


@pytest.mark.parametrize("state", sorted(set(CameoState) - {CameoState.ERASED}))
def test_whatever_state_a_cameo_is_in_it_can_be_erased(state: CameoState) -> None:
    seen, frontier = {state}, [state]
    while frontier:
        new = GRAPH.edges[frontier.pop()] - seen
        seen |= new
        frontier.extend(new)
    assert CameoState.ERASED in seen


def test_what_was_given_up_does_not_come_back_without_enrolment(cameo: Cameo) -> None:
    move(cameo, CameoState.REVOKED, ended_at=timezone.now())
    for state in VERIFIED:
        with pytest.raises(StaleState):
            move(cameo, state)
    assert GRAPH.edges[CameoState.REVOKED] == {CameoState.ENROLLING, CameoState.ERASING}
    assert GRAPH.edges[CameoState.ERASED] == set()

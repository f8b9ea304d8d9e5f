"""A threshold that moves is asked of everybody: the newer of two who are alike waits for staff."""

from collections.abc import Callable
from io import StringIO
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from audit.models import AuditEvent
from cameos.enrolment.states import HoldReason
from cameos.models import Assessment, Cameo, CameoKey
from cameos.remeasuring.reopening import reopen
from cameos.services.holds import approve, reasons_of, refuse
from cameos.states import CameoState
from cameos.vault.gallery import Gallery
from cameos.vault.recording import erase_recording
from cameos.vault.template import values_of
from inbox.models import Event
from lib.faces import registry
from lib.faces.base import Thresholds
from tests import roles
from tests.cameos.conftest import MARK, SYSTEM, template
from tests.cameos.enrolment.conftest import BETWEEN, Kind, Sight
from tests.cameos.enrolment.steps import App, enrolled, show_results
from tests.cameos.enrolment.test_holds import reviewer

Deliver = Callable[[], int]
APART = 1.0  # radians: a distance of 0.96


@pytest.fixture
def people(
    app: App, app_of: Callable[[Any], App], friend: Any, sight: Sight, deliver: Deliver
) -> tuple[App, App]:
    """The older and the newer, of whom nobody had a doubt when they came."""
    enrolled(app, deliver)
    sight.face = APART
    return app, enrolled(app_of(friend), deliver)


@pytest.fixture
def compare(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The command, with a threshold at which these two are one (or may be)."""

    def run(match: float = 0.98, grey: float = 0.99) -> str:
        kind = Kind()
        monkeypatch.setattr(kind, "thresholds", Thresholds(match, grey, "moved"), raising=False)
        monkeypatch.setattr(registry, "build", lambda: kind)
        out = StringIO()
        with roles.acting_as("likeness"):
            call_command("reembed_faces", "--duplicates", stdout=out)
        return out.getvalue().splitlines()[-1]

    return run


def test_where_the_threshold_stands_nobody_is_held(
    people: tuple[App, App], compare: Callable[..., str]
) -> None:
    assert compare(0.6, 0.7).startswith("0 pairs alike, 0 held")
    assert [one.cameo()["status"] for one in people] == ["active", "active"]


@pytest.mark.parametrize(
    ("limits", "reason", "told"),
    [((0.98, 0.99), HoldReason.DUPLICATE, 1), ((0.6, 0.99), HoldReason.NEARLY_DUPLICATE, 0)],
)
def test_the_newer_waits_for_staff_as_a_newcomer_does(
    *, people: tuple[App, App], compare: Callable[..., str], limits: tuple[float, float],
    reason: HoldReason, told: int,
) -> None:  # fmt: skip
    older, newer = people
    said = compare(*limits)
    assert said.startswith("1 pairs alike, 1 held for staff, 0 left")
    assert older.cameo()["status"] == "active"
    assert newer.cameo()["status"] == newer.read().json()["status"] == "verification_pending"
    assert newer.read().json()["problems"] == []
    assert reasons_of(newer.row) == [reason]
    scores = Assessment.objects.filter(enrolment_id=newer.row.pk).latest("at")
    assert scores.near_cameo_id == Cameo.objects.get(owner=older.person).pk
    assert (scores.match_at, scores.grey_at, scores.thresholds_source) == (*limits, "moved")
    heard = Event.objects.filter(person_id=older.person.pk, type="cameo.look_alike")
    assert heard.count() == told
    assert AuditEvent.objects.filter(action="cameos.enrolment.reopened").count() == 1


def test_said_twice_the_older_is_not_held_for_the_newer(
    people: tuple[App, App], compare: Callable[..., str]
) -> None:
    compare()
    assert compare().startswith("1 pairs alike, 0 held for staff, 1 left")
    assert people[0].cameo()["status"] == "active"


def test_two_people_who_approve_settle_it(
    people: tuple[App, App], compare: Callable[..., str], deliver: Deliver
) -> None:
    _, newer = people
    compare()
    assert not approve(enrolment=newer.row, by=reviewer())
    assert approve(enrolment=newer.row, by=reviewer())
    show_results()
    deliver()
    assert newer.cameo()["status"] == "active"
    with roles.acting_as("likeness"):
        assert CameoKey.objects.filter(confirmed_at__isnull=False).count() == 2
    assert compare().startswith("1 pairs alike, 0 held for staff, 1 left")


def test_one_who_refuses_erases_it(
    people: tuple[App, App], compare: Callable[..., str], deliver: Deliver
) -> None:
    older, newer = people
    compare()
    refuse(enrolment=newer.row, by=reviewer())
    show_results()
    deliver()
    assert newer.cameo()["status"] == "enrolling"
    with roles.acting_as("likeness"):
        owners = list(CameoKey.objects.values_list("cameo__owner", flat=True))
    assert owners == [older.person.pk]


def test_who_recorded_themself_anew_is_not_the_newer_one(
    people: tuple[App, App], compare: Callable[..., str], sight: Sight, deliver: Deliver
) -> None:
    from tests.cameos.permissions.lending import move

    older, newer = people
    move(Cameo.objects.get(owner=older.person), CameoState.NEEDS_REVERIFY)
    sight.face = 0.0
    enrolled(older, deliver)
    assert older.cameo()["status"] == "active"
    compare()
    assert older.cameo()["status"] == "active"
    assert newer.cameo()["status"] == "verification_pending"


def test_approvals_of_an_earlier_doubt_do_not_count(
    people: tuple[App, App], compare: Callable[..., str], app_of: Callable[[Any], App],
    stranger: Any, sight: Sight, deliver: Deliver,
) -> None:  # fmt: skip
    """Held when it came, for the one of whom two said that they are two; then for the other."""
    third = app_of(stranger)
    sight.face = APART + BETWEEN
    enrolled(third, deliver)
    assert third.cameo()["status"] == "verification_pending"
    for staff in (reviewer(), reviewer()):
        approve(enrolment=third.row, by=staff)
    show_results()
    deliver()
    assert third.cameo()["status"] == "active"
    compare(0.98, 1.9)
    assert (third.row.verdict, reasons_of(third.row)) == ("hold", [HoldReason.NEARLY_DUPLICATE])
    assert not approve(enrolment=third.row, by=reviewer()), "the first of two"
    assert approve(enrolment=third.row, by=reviewer())


def test_another_pair_is_another_doubt_and_the_same_two_decide_again(
    app: App, app_of: Callable[[Any], App], friend: Any, stranger: Any, sight: Sight,
    deliver: Deliver, compare: Callable[..., str],
) -> None:  # fmt: skip
    """The newest lies between two; a desk has two people."""
    for phone, face in ((app, 0.0), (app_of(friend), 2 * APART), (app_of(stranger), APART)):
        sight.face = face
        newest = enrolled(phone, deliver)
    staff, near = (reviewer(), reviewer()), set()
    for _ in range(2):
        assert compare().startswith("2 pairs alike, 1 held for staff, 1 left")
        near.add(Assessment.objects.filter(enrolment_id=newest.row.pk).latest("at").near_cameo_id)
        assert [approve(enrolment=newest.row, by=one) for one in staff] == [False, True]
        show_results()
        deliver()
    assert len(near) == 2
    assert compare().startswith("2 pairs alike, 0 held for staff, 2 left")
    assert newest.cameo()["status"] == "active"


def test_nobody_waits_for_whoever_was_erased_meanwhile(people: tuple[App, App]) -> None:
    older, newer = (Cameo.objects.get(owner=one.person).pk for one in people)
    with roles.acting_as("likeness"):
        erase_recording(CameoKey.objects.get(cameo=older).pk, actor=SYSTEM)
        assert not reopen(newer, near=older, distance=APART, kind=Kind())  # type: ignore[arg-type]
    assert people[1].cameo()["status"] == "active"


def test_pairs_are_those_that_a_look_at_each_two_would_find(
    people: tuple[App, App], sight: Sight
) -> None:
    with roles.acting_as("likeness"):
        found, unseen = Gallery(MARK).pairs(within=2.0, actor=SYSTEM)
    ids = sorted(Cameo.objects.values_list("pk", flat=True))
    assert [(one.one, one.other) for one in found] == [tuple(ids)]
    assert found[0].distance == pytest.approx(2 * np.sin(APART / 2), abs=1e-5)
    assert unseen == 0


def test_pairs_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against every two by hand, over more rows than are compared at once."""
    from types import SimpleNamespace

    from cameos.vault import pairs

    monkeypatch.setattr(pairs, "AT_ONCE", 7)
    rows = np.stack([values_of(template(seed)) for seed in range(40)])
    cameos = [f"c{number // 3:02}" for number in range(40)]
    among = np.array([number % 5 != 0 for number in range(40)])
    held = SimpleNamespace(rows=rows, cameos=cameos, norms=np.einsum("ij,ij->i", rows, rows))
    by_hand: dict[tuple[object, object], float] = {}
    for one, other in combinations(np.flatnonzero(among), 2):
        apart = float(np.linalg.norm(rows[one] - rows[other]))
        names = (cameos[one], cameos[other])
        if names[0] != names[1] and apart <= 1.1:
            by_hand[names] = min(apart, by_hand.get(names, apart))
    found = pairs.near_pairs(held, among, within=1.1)  # type: ignore[arg-type]
    assert {(str(pair.one), str(pair.other)) for pair in found} == set(by_hand)
    assert len(by_hand) > 5
    for pair in found:
        assert pair.distance == pytest.approx(by_hand[str(pair.one), str(pair.other)], abs=1e-5)

"""A protection stands against every face that came after it; who came before goes on."""

from typing import Any

import pytest

from accounts.models import AgeBand, AgeSource
from accounts.services.ages import signal_age
from cameos.enrolment.states import HoldReason
from cameos.identity.verdicts import Verdict
from cameos.models import Assessment, BlockedLikeness, Cameo
from cameos.services import holds
from cameos.services.holds import approve, reasons_of
from lib.actors import Actor
from lib.errors import DomainError
from lib.faces.base import Band
from tests import cast
from tests.cameos.blocked.conftest import Deliver, Desk
from tests.cameos.blocked.kinds import FACE, OTHER, SAME, UNSURE, GreyKind
from tests.cameos.blocked.test_measuring import enrolled as cameo_with
from tests.cameos.blocked.test_searches import Judged, judged, newcomer, protected
from tests.cameos.enrolment.conftest import Sight, app_of, sight
from tests.cameos.enrolment.steps import App, enrolled, show_results
from tests.cameos.enrolment.test_holds import reviewer

__all__ = ["app_of", "judged", "newcomer", "protected", "sight"]


def proven(app: App) -> None:
    """A young face takes no limits of a teen from whoever proved their age."""
    by = Actor.system("tests")
    signal_age(person=app.person, band=AgeBand.ADULT, source=AgeSource.DOCUMENT, actor=by)


def let_in(app: App, deliver: Deliver) -> Cameo:
    assert not approve(enrolment=app.row, by=reviewer())
    assert approve(enrolment=app.row, by=reviewer())
    show_results()
    deliver()
    assert app.cameo()["status"] == "active"
    return Cameo.objects.get(owner=app.person)


def refused(app: App) -> str:
    with pytest.raises(DomainError) as error:
        approve(enrolment=app.row, by=reviewer())
    assert app.row.verdict == "hold"
    return error.value.code.value


@pytest.mark.parametrize("levels", [0, UNSURE])
def test_nobody_approves_a_face_that_is_protected_until_that_ends(
    desk: Desk, protected: BlockedLikeness, newcomer: App, sight: Sight, deliver: Deliver,
    levels: int,
) -> None:  # fmt: skip
    sight.face = (FACE + levels) / 100
    enrolled(newcomer, deliver)
    assert refused(newcomer) == refused(newcomer) == "permission_denied"
    desk.withdraw(protected)
    let_in(newcomer, deliver)


def test_somebody_blocked_who_is_not_the_nearest_is_found(
    protected: BlockedLikeness, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    for number, grey in enumerate((150, 155, 160)):
        cameo_with(cast.adult(f"near{number}"), grey)
    sight.face = (FACE + UNSURE) / 100
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.DUPLICATE, HoldReason.BLOCKED_PERSON]
    scores = Assessment.objects.get()
    assert (scores.near_cameo_id == protected.pk, scores.near_blocked) == (False, [protected.pk])
    assert refused(newcomer) == "permission_denied"


def test_somebody_blocked_who_is_far_keeps_nobody_out(
    protected: BlockedLikeness, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.face, sight.age = (FACE + OTHER) / 100, Band.UNDER_18
    proven(newcomer)
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.APPARENT_MINOR]
    assert Assessment.objects.get().near_cameo_id == protected.pk
    let_in(newcomer, deliver)


@pytest.mark.parametrize(("levels", "film"), [(SAME, FACE + SAME), (UNSURE, FACE + UNSURE - SAME)])
def test_however_they_were_let_in_a_later_face_does_not_pass(
    *, desk: Desk, protected: BlockedLikeness, newcomer: App, sight: Sight, deliver: Deliver,
    judged: Judged, monkeypatch: pytest.MonkeyPatch, levels: int, film: int,
) -> None:  # fmt: skip
    """As by whoever approved before anybody asked."""
    monkeypatch.setattr(holds, "_protection_refusal", lambda *_: None)
    sight.face = (FACE + levels) / 100
    enrolled(newcomer, deliver)
    cameo = let_in(newcomer, deliver)
    assert judged(film, cameo) is Verdict.UNSURE
    desk.withdraw(protected)
    deliver()
    assert judged(film, cameo) is Verdict.EXPECTED


def test_who_was_approved_without_knowledge_of_a_protection_does_not_pass(
    desk: Desk, kind: GreyKind, newcomer: App, sight: Sight, deliver: Deliver, judged: Judged
) -> None:
    """Held for another reason while the portraits were measured, which see no recording that
    waits."""
    sight.age = Band.UNDER_18
    proven(newcomer)
    enrolled(newcomer, deliver)
    assert desk.protect(FACE + SAME).state == "measured"
    assert judged(FACE, let_in(newcomer, deliver)) is Verdict.UNSURE


def test_who_was_enrolled_first_goes_on_beside_somebody_who_resembles_them(
    desk: Desk, kind: GreyKind, newcomer: App, deliver: Deliver, judged: Judged
) -> None:
    """A stranger's portrait stops nobody's films: with the very face it is not taken
    (`enrolled_already`), and with one like it the nearer of the two wins."""
    enrolled(newcomer, deliver)
    cameo = Cameo.objects.get(owner=newcomer.person)
    assert newcomer.cameo()["status"] == "active"
    assert desk.protect(FACE + UNSURE).state == "measured"
    assert judged(FACE, cameo) is Verdict.EXPECTED
    assert judged(FACE + SAME, cameo) is Verdict.EXPECTED, "surely either of them, and nearer"
    assert judged(FACE + UNSURE, cameo) is Verdict.UNSURE


def test_a_new_cameo_of_an_old_owner_is_a_new_face(
    desk: Desk, kind: GreyKind, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    """Their first face was accepted long before the protection of somebody else's."""
    from cameos.states import CameoState
    from tests.cameos.permissions.lending import move

    sight.face = (FACE + OTHER) / 100
    enrolled(newcomer, deliver)
    desk.protect(FACE)
    cameo = Cameo.objects.get(owner=newcomer.person)
    move(cameo, CameoState.NEEDS_REVERIFY)
    sight.face = FACE / 100
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [
        HoldReason.DUPLICATE, HoldReason.BLOCKED_PERSON, HoldReason.ANOTHER_PERSON,
    ]  # fmt: skip
    assert refused(newcomer) == "permission_denied"


def test_somebody_blocked_is_seen_behind_others(
    protected: BlockedLikeness, judged: Judged, creator: Any, friend: Any, stranger: Any
) -> None:
    """The subject and two more lie nearer to the face of the film."""
    cameo_with(friend, FACE + 25)
    cameo_with(stranger, FACE + 20)
    assert judged(FACE + 29, cameo_with(creator, FACE + 30)) is Verdict.UNSURE

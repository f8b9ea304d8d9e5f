"""What a face in the gallery stops: films that show it, and newcomers who resemble it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import transaction

from cameos.blocked.switching import SWITCH
from cameos.enrolment.judging import judge
from cameos.enrolment.states import HoldReason
from cameos.identity.identifying import identify
from cameos.identity.searching import compares_everybody
from cameos.identity.verdicts import Verdict
from cameos.models import Assessment, BlockedLikeness, Cameo, CameoKey, FaceTemplate
from cameos.services.holds import reasons_of
from cameos.vault.gallery import Found, gallery_of
from lib.faces.presentation import AttackAnswer
from lib.media.writer import Mp4Writer
from tests import roles
from tests.cameos.blocked.conftest import Deliver, Desk
from tests.cameos.blocked.kinds import FACE, MARK, OTHER, SAME, UNSURE, GreyKind
from tests.cameos.blocked.test_measuring import enrolled as cameo_with
from tests.cameos.enrolment.conftest import Sight, app_of, sight
from tests.cameos.enrolment.steps import App, enrolled
from tests.cameos.enrolment.test_holds import answers, restore, told

__all__ = ["app_of", "sight"]
NewApp = Callable[[Any], App]
Judged = Callable[..., Verdict]


@pytest.fixture
def protected(desk: Desk, kind: GreyKind) -> BlockedLikeness:
    return desk.protect()


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    """`judged(100)`: of a film that is of one grey throughout."""

    def look(grey: int, *expected: Cameo) -> Verdict:
        path = tmp_path / f"{grey}.mp4"
        with Mp4Writer(path, width=64, height=64, fps=12) as film:
            for _ in range(6):
                film.write_frame(np.full((64, 64, 3), grey, np.uint8))
        with roles.acting_as("likeness"):
            ids = frozenset(one.pk for one in expected)
            return identify(path, expected=ids, about="gen_tests").verdict

    return look


def test_a_film_that_shows_them_is_stopped_and_one_that_may_is_held(
    protected: BlockedLikeness, judged: Judged
) -> None:
    assert judged(FACE + SAME) is Verdict.STRANGER
    assert judged(FACE + UNSURE) is Verdict.UNSURE
    assert judged(FACE + OTHER) is Verdict.CLEAR


def test_they_are_nobodys_subject(protected: BlockedLikeness, judged: Judged, creator: Any) -> None:
    """Beside a subject who was lent, and where somebody asks for them by their id."""
    lent = cameo_with(creator, FACE + OTHER)
    assert judged(FACE + OTHER, lent) is Verdict.EXPECTED
    assert judged(FACE, lent) is Verdict.STRANGER
    assert not Cameo.objects.filter(pk=protected.pk).exists()


def test_switched_off_whoever_stands_in_it_stays_protected(
    desk: Desk, protected: BlockedLikeness, judged: Judged
) -> None:
    SWITCH.turn_off(by=desk.one)
    assert judged(FACE) is Verdict.STRANGER


def test_taken_back_nothing_is_stopped_any_more(
    desk: Desk, protected: BlockedLikeness, judged: Judged, deliver: Deliver
) -> None:
    desk.withdraw(protected)
    deliver()
    assert judged(FACE) is Verdict.CLEAR


def test_before_a_second_person_confirmed_nothing_is_stopped(
    desk: Desk, kind: GreyKind, judged: Judged
) -> None:
    desk.propose()
    assert judged(FACE) is Verdict.CLEAR


def of_another_model(row: BlockedLikeness) -> None:
    with roles.acting_as("likeness"):
        kept = FaceTemplate.objects.get(key__blocked=row)
        FaceTemplate.objects.filter(pk=kept.pk).delete()
        kept.version = "before"
        kept.save(force_insert=True)


def test_after_a_change_of_models_no_film_is_cleared(
    protected: BlockedLikeness, judged: Judged
) -> None:
    of_another_model(protected)
    assert judged(FACE + OTHER) is Verdict.UNREADABLE
    with roles.acting_as("likeness"):
        assert not compares_everybody(Found([], 0, 0), MARK), "whatever the search says of itself"


def test_a_template_that_does_not_open_leaves_it_unsaid(
    protected: BlockedLikeness, judged: Judged
) -> None:
    with roles.acting_as("likeness"):
        kept = FaceTemplate.objects.get(key__blocked=protected)
        FaceTemplate.objects.filter(pk=kept.pk).delete()
        kept.sealed = bytes(kept.sealed)[:-1] + bytes([kept.sealed[-1] ^ 1])
        kept.save(force_insert=True)
        gallery_of(MARK).drop()
    assert judged(FACE + OTHER) is Verdict.UNREADABLE


@pytest.fixture
def newcomer(app_of: NewApp, stranger: Any, sight: Sight) -> App:
    sight.face, sight.attack = FACE / 100, AttackAnswer.BONA_FIDE
    return app_of(stranger)


def test_a_newcomer_with_their_face_is_held_and_nobody_is_told(
    protected: BlockedLikeness, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.DUPLICATE, HoldReason.BLOCKED_PERSON]
    assert newcomer.cameo()["status"] == "verification_pending"
    assert Assessment.objects.get().near_cameo_id == protected.pk
    assert told(newcomer) == []


def test_who_may_be_them_is_held_too_and_another_is_not(
    protected: BlockedLikeness, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.face = (FACE + UNSURE) / 100
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.NEARLY_DUPLICATE, HoldReason.BLOCKED_PERSON]
    newcomer.cancel()
    deliver()
    sight.face = (FACE + OTHER) / 100
    enrolled(newcomer, deliver)
    assert newcomer.cameo()["status"] == "active"


def test_the_hold_is_that_of_a_duplicate_to_the_byte(
    protected: BlockedLikeness, newcomer: App, app_of: NewApp, friend: Any, sight: Sight,
    deliver: Deliver,
) -> None:  # fmt: skip
    """One enrolment, looked at twice: beside a cameo with its face, and beside somebody blocked."""
    sight.face = 3.0
    enrolled(app_of(friend), deliver)
    newcomer.record()
    seen, reasons = [answers(newcomer)], []
    for face in (3.0, FACE / 100):
        sight.face = face
        point = transaction.savepoint()
        with roles.acting_as("likeness"):
            judge(newcomer.row.pk)
        seen.append(answers(newcomer))
        reasons.append(reasons_of(newcomer.row)[-1])
        transaction.savepoint_rollback(point)
        restore(newcomer)
    assert reasons == [HoldReason.DUPLICATE, HoldReason.BLOCKED_PERSON]
    assert seen[0] == seen[1] == seen[2]


def test_after_a_change_of_models_every_newcomer_is_held(
    protected: BlockedLikeness, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    of_another_model(protected)
    sight.face = (FACE + OTHER) / 100
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.GALLERY_PARTIAL]


def test_a_face_that_is_still_being_measured_is_found_by_newcomers_alone(
    desk: Desk, protected: BlockedLikeness, newcomer: App, judged: Judged, deliver: Deliver
) -> None:
    """As of a recording that waits: nobody slips in between the template and its confirmation."""
    with roles.acting_as("likeness"):
        CameoKey.objects.update(confirmed_at=None)
    assert judged(FACE) is Verdict.CLEAR
    enrolled(newcomer, deliver)
    assert HoldReason.BLOCKED_PERSON in reasons_of(newcomer.row)

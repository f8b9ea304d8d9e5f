"""Portraits become a template or a code; in both cases nothing of them is left."""

from pkgutil import resolve_name
from typing import Any

import pytest

from audit.models import AuditEvent
from cameos.blocked import limits
from cameos.blocked.confirming import confirm
from cameos.blocked.proposing import propose
from cameos.blocked.switching import SWITCH
from cameos.models import BlockedLikeness, Cameo, CameoKey, FaceTemplate
from cameos.purposes import BiometricPurpose
from cameos.states import CameoState
from cameos.vault import keys
from cameos.vault.blocked import keep_blocked
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.recording import confirm as confirm_recording
from cameos.vault.recording import keep_recording
from cameos.vault.template import Template
from cameos.work import blocking
from cameos.work.blocking import measure
from lib.errors import StaleState
from lib.faces.base import FaceError, FaceFault
from tests import roles
from tests.cameos.blocked.conftest import Deliver, Desk, files, of_minor, paper
from tests.cameos.blocked.kinds import (
    FACE,
    MARK,
    OTHER,
    SAME,
    UNSURE,
    GreyKind,
    portrait,
    template_of,
)
from tests.cameos.conftest import SYSTEM


def kept_of(row: BlockedLikeness) -> list[CameoKey]:
    with roles.acting_as("likeness"):
        return list(CameoKey.objects.filter(blocked_id=row.pk))


def test_one_template_a_portrait_is_sealed_and_the_portraits_go(desk: Desk, kind: GreyKind) -> None:
    row = desk.protect(FACE, FACE + SAME)
    assert (row.state, row.picture_keys, files()) == ("measured", [], [])
    [key] = kept_of(row)
    assert key.confirmed_at is not None
    with roles.acting_as("likeness"):
        assert key.templates.count() == 2
        assert not key.clips.exists()
    assert not Cameo.objects.exists(), "it is nobody's cameo"
    uses = AuditEvent.objects.filter(action="cameos.biometric.used", target=row.public_id)
    assert {(one.facts["purpose"], one.facts["use"]) for one in uses} == {
        ("blocked_person", "search"), ("blocked_person", "keep"),
    }  # fmt: skip


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_every_usual_kind_of_picture_is_read(desk: Desk, kind: GreyKind, form: str) -> None:
    row = propose(release=paper(), portraits=[portrait(form=form)], by=desk.one)
    confirm(likeness=row, by=desk.other)
    desk.deliver()
    assert desk.now(row).state == "measured"


SIGHTS: dict[str, tuple[dict[str, Any], str]] = {
    "nobody": ({"faces": 0}, "no_face"),
    "two people": ({"faces": 2}, "several_faces"),
    "blurred": ({"quality": limits.LEAST_QUALITY - 0.01}, "poor_picture"),
    "a quality that nobody assessed": ({"quality": None}, "poor_picture"),
    "turned away": ({"yaw": 40.0}, "poor_picture"),
    "a turn that nobody assessed": ({"yaw": None}, "poor_picture"),
    "somebody who looks like a child": ({"age": 12.0}, "minor"),
}


@pytest.mark.parametrize("name", SIGHTS)
def test_what_cannot_be_used_is_erased_and_nothing_is_measured(
    desk: Desk, kind: GreyKind, name: str
) -> None:
    seen, problem = SIGHTS[name]
    for field, value in seen.items():
        setattr(kind, field, value)
    row = desk.protect()
    assert (row.state, row.problem) == ("failed", problem)
    assert (row.picture_keys, files(), kind.embedded, kept_of(row)) == ([], [], 0, [])
    assert row.erased_at is not None


def test_a_child_is_measured_by_a_guardians_release(desk: Desk, kind: GreyKind) -> None:
    kind.age = 12.0
    assert desk.protect(release=of_minor()).state == "measured"


@pytest.mark.parametrize("apart", [UNSURE, OTHER])
def test_all_portraits_are_of_one_person_for_certain(
    desk: Desk, kind: GreyKind, apart: int
) -> None:
    row = desk.protect(FACE, FACE + 5, FACE + apart)
    assert (row.state, row.problem, kept_of(row)) == ("failed", "not_one_person", [])


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (b"no picture", "unreadable"),
        (portrait()[:60], "unreadable"),
        (b"GIF89a" + bytes(40), "unreadable"),
        (portrait(side=60), "poor_picture"),
    ],
    ids=["words", "half a file", "another format", "too small"],
)
def test_a_file_that_is_no_portrait_fails(
    desk: Desk, kind: GreyKind, sent: bytes, problem: str
) -> None:
    row = propose(release=paper(), portraits=[sent], by=desk.one)
    confirm(likeness=row, by=desk.other)
    desk.deliver()
    assert (desk.now(row).state, desk.now(row).problem, files()) == ("failed", problem, [])


def test_a_portrait_that_another_wrote_over_fails(desk: Desk, kind: GreyKind) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    files()[0].write_bytes(portrait())
    desk.deliver()
    assert desk.now(row).problem == "unreadable"


def test_switched_off_meanwhile_nobody_is_added(desk: Desk, kind: GreyKind) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    SWITCH.turn_off(by=desk.one)
    desk.deliver()
    assert (desk.now(row).state, desk.now(row).problem) == ("failed", "switched_off")
    assert (kind.embedded, files()) == (0, [])


def enrolled(owner: Any, grey: int, *, accepted: bool = True) -> Cameo:
    with roles.acting_as("web"):
        cameo = Cameo.objects.create(owner=owner)
    with roles.acting_as("likeness"):
        key = keep_recording(
            cameo=cameo, templates=[Template(MARK, template_of(grey))], clips=[],
            purpose=BiometricPurpose.ENROLMENT, actor=SYSTEM,
        )  # fmt: skip
        if accepted:
            confirm_recording(key_id=key.pk, actor=SYSTEM)
    return cameo


def test_a_stolen_portrait_does_not_stop_the_films_of_whose_face_it_is(
    desk: Desk, kind: GreyKind, creator: Any
) -> None:
    cameo = enrolled(creator, FACE)
    row = desk.protect(FACE + SAME)
    assert (row.state, row.problem, kept_of(row)) == ("failed", "enrolled_already", [])
    assert Cameo.objects.get(pk=cameo.pk).state == CameoState.ENROLLING


@pytest.mark.parametrize(("apart", "accepted"), [(UNSURE, True), (OTHER, True), (0, False)])
def test_whoever_resembles_somebody_and_recordings_that_wait_keep_nobody_unprotected(
    desk: Desk, kind: GreyKind, creator: Any, apart: int, accepted: bool
) -> None:
    enrolled(creator, FACE, accepted=accepted)
    assert desk.protect(FACE + apart).state == "measured"


def test_one_person_may_be_protected_twice(desk: Desk, kind: GreyKind) -> None:
    assert [desk.protect().state, desk.protect().state] == ["measured", "measured"]


def test_a_late_or_doubled_message_does_nothing(desk: Desk, kind: GreyKind) -> None:
    row = desk.protect()
    before = kind.embedded
    with roles.acting_as("likeness"):
        measure(row.pk)
    assert (kind.embedded, len(kept_of(row))) == (before, 1)


class Killed(BaseException):
    pass


def test_killed_within_it_goes_on_and_leaves_one_key(
    desk: Desk, kind: GreyKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)

    def dies(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch, roles.acting_as("likeness"):
        patch.setattr(blocking, "confirm_blocked", dies)
        patch.setattr(blocking, "erase_recording", lambda *_, **__: None)
        with pytest.raises(Killed):
            measure(row.pk)
    [left] = kept_of(row)
    assert (desk.now(row).state, left.confirmed_at, len(files())) == ("confirmed", None, 1)
    BlockedLikeness.objects.update(leased_until=None)
    desk.deliver()
    assert (desk.now(row).state, files()) == ("measured", [])
    [key] = kept_of(row)
    assert key.pk != left.pk


def test_a_fault_of_the_model_is_tried_again_and_in_the_end_the_portraits_go(
    desk: Desk, kind: GreyKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)

    def broken(*_: Any) -> Any:
        raise FaceError(FaceFault.NO_WEIGHTS)

    monkeypatch.setattr(kind, "embed", broken)
    with roles.acting_as("likeness"):
        for _ in range(limits.MOST_ATTEMPTS):
            with pytest.raises(FaceError):
                measure(row.pk)
            BlockedLikeness.objects.update(leased_until=None)
        measure(row.pk)
    assert (desk.now(row).problem, files()) == ("not_assessed", [])


def test_a_key_store_that_is_away_protects_nobody_and_says_so(
    desk: Desk, kind: GreyKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)

    def away(*_: Any) -> Any:
        raise VaultError(VaultFault.KEY_STORE_FAILED)

    monkeypatch.setattr(keys, "make", away)
    with roles.acting_as("likeness"), pytest.raises(VaultError):
        measure(row.pk)
    assert desk.now(row).state == "confirmed"
    with roles.acting_as("likeness"):
        assert not FaceTemplate.objects.exists()


INSTANTS = (
    "cameos.work.portraits.picture_of",
    "cameos.work.blocking.templates_of",
    "cameos.work.blocking.gallery_of",
    "cameos.work.blocking.keep_blocked",
    "cameos.vault.keys.make",
    "cameos.vault.recording.seal_template",
    "cameos.work.blocking.refresh_all",
)


@pytest.mark.parametrize("instant", INSTANTS)
def test_taken_back_while_it_is_measured_nothing_is_kept(
    desk: Desk, kind: GreyKind, deliver: Deliver, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    goes_on = resolve_name(instant)

    def beside(*given: Any, **named: Any) -> Any:
        with roles.acting_as("web"):
            desk.withdraw(row)
        return goes_on(*given, **named)

    monkeypatch.setattr(instant, beside)
    deliver()
    assert (desk.now(row).state, kept_of(row), files()) == ("withdrawn", [], [])
    assert desk.now(row).erased_at is not None


def test_nothing_is_sealed_for_whoever_took_it_back(desk: Desk, kind: GreyKind) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    desk.withdraw(row)
    with roles.acting_as("likeness"), pytest.raises(StaleState):
        keep_blocked(likeness=row, templates=[Template(MARK, template_of(FACE))], actor=SYSTEM)
    assert kept_of(row) == []


@pytest.mark.parametrize("role", ["web", "worker"])
def test_no_other_process_measures(desk: Desk, kind: GreyKind, settings: Any, role: str) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    settings.ROLE = role
    with roles.acting_as("likeness"), pytest.raises(VaultError, match="vault_wrong_process"):
        measure(row.pk)
    assert kept_of(row) == []

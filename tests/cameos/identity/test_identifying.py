"""Films of faces against a real vault, by real models and with the rights of the likeness role."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from audit.models import AuditEvent
from cameos.identity import looking
from cameos.identity.identifying import identify
from cameos.identity.verdicts import Identified, Verdict
from cameos.models import Cameo, CameoKey, FaceTemplate
from cameos.states import CameoState
from cameos.vault import keys
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.recording import erase_recording
from cameos.vault.template import Template
from lib.faces import embedding
from lib.faces.base import FaceError, FaceFault
from lib.faces.dlib_kind.kind import DlibKind
from lib.media.errors import MediaError
from lib.media.writer import Mp4Writer
from tests import roles
from tests.cameos.conftest import SYSTEM
from tests.cameos.identity.conftest import FPS, Enrol, Films, ids
from tests.cameos.permissions.lending import move

pytestmark = pytest.mark.usefixtures("db", "vault")


def identified(path: Path, *expected: Cameo) -> Identified:
    with roles.acting_as("likeness"):
        return identify(path, expected=ids(*expected), about="gen_tests")


def verdict(path: Path, *expected: Cameo) -> Verdict:
    return identified(path, *expected).verdict


def test_whoever_did_not_consent_is_recognised(enrol: Enrol, films: Films) -> None:
    consented = enrol("close")
    enrol("wide")
    assert verdict(films("wide"), consented) is Verdict.STRANGER
    assert verdict(films("close"), consented) is Verdict.EXPECTED
    assert verdict(films("close", "wide"), consented) is Verdict.STRANGER


def test_the_subject_wins_where_nearer_though_another_lies_within_the_threshold(
    enrol: Enrol, films: Films
) -> None:
    """0.08 from the one, 0.52 from the other: below dlib's 0.56 both."""
    one, other = enrol("portrait"), enrol("wide")
    assert verdict(films("portrait"), one) is Verdict.EXPECTED
    # The other way round somebody who did not consent is nearer: a person looks.
    assert verdict(films("portrait"), other) is Verdict.UNSURE


def test_who_may_be_somebody_enrolled_is_for_a_person_to_see(enrol: Enrol, films: Films) -> None:
    enrol("portrait")  # 0.60 from `close`: between 0.56 and 0.64
    found = identified(films("close", looks=2))
    assert (found.verdict, found.is_complete) == (Verdict.UNSURE, True)
    assert found.at_s == (0.0, 0.5)


def test_a_face_that_nobody_enrolled_passes_and_leaves_a_count(enrol: Enrol, films: Films) -> None:
    enrol("portrait")  # 0.69 from `moved`
    found = identified(films("moved"))
    assert (found.verdict, found.faces, found.is_complete) == (Verdict.CLEAR, 1, True)
    used = AuditEvent.objects.filter(action="cameos.biometric.used", target="gen_tests")
    assert used.get().facts == {"purpose": "output_identity", "use": "search", "count": 1}


def test_nothing_is_measured_where_nobody_is_seen(enrol: Enrol, films: Films) -> None:
    enrol("portrait")
    with embedding.embeddings() as made:
        assert identified(films()) == Identified(Verdict.CLEAR)
    assert made.count == 0
    assert not AuditEvent.objects.filter(target="gen_tests").exists()


@pytest.mark.slow
@pytest.mark.parametrize("state", [CameoState.PAUSED, CameoState.REVOKED])
def test_a_cameo_that_nobody_may_use_is_still_somebodys_face(
    enrol: Enrol, films: Films, state: CameoState
) -> None:
    cameo, now = enrol("wide"), timezone.now()
    with roles.acting_as("web"):
        if state is CameoState.PAUSED:
            move(cameo, state, verified_at=now, paused_at=now)
        else:
            move(cameo, state, ended_at=now)
    assert verdict(films("wide")) is Verdict.STRANGER


@pytest.mark.slow
def test_who_still_waits_for_verification_and_who_was_erased_are_nobody(
    enrol: Enrol, films: Films
) -> None:
    enrol("close", confirmed=False)
    gone = enrol("wide")
    with roles.acting_as("likeness"):
        erase_recording(CameoKey.objects.get(cameo=gone).pk, actor=SYSTEM)
    assert verdict(films("wide", "close")) is Verdict.CLEAR


def test_a_template_that_does_not_open_leaves_it_unsaid(enrol: Enrol, films: Films) -> None:
    """Whoever it is of may be the one who is shown; who is recognised all the same is stopped."""
    consented, shut = enrol("close"), enrol("portrait")
    enrol("wide")
    with roles.acting_as("likeness"):
        row = FaceTemplate.objects.get(key__cameo=shut)
        FaceTemplate.objects.filter(pk=row.pk).delete()
        row.sealed = bytes(row.sealed)[:-1] + b"\0"
        row.save(force_insert=True)
    found = identified(films("close"), consented)
    assert (found.verdict, found.is_complete) == (Verdict.UNREADABLE, False)
    found = identified(films("wide"), consented)
    assert (found.verdict, found.is_complete) == (Verdict.STRANGER, False)


@pytest.mark.slow
def test_people_whose_templates_are_another_models_were_not_compared(
    enrol: Enrol, films: Films
) -> None:
    consented, older = enrol("close"), enrol("portrait")
    assert verdict(films("close"), consented) is Verdict.EXPECTED
    with roles.acting_as("likeness"):
        row = FaceTemplate.objects.get(key__cameo=older)
        FaceTemplate.objects.filter(pk=row.pk).delete()
        row.version = "before"
        row.save(force_insert=True)
    assert verdict(films("close"), consented) is Verdict.UNREADABLE


@pytest.mark.slow
def test_a_key_store_that_does_not_answer_leaves_it_unsaid(
    enrol: Enrol, films: Films, monkeypatch: pytest.MonkeyPatch
) -> None:
    consented = enrol("close")

    def away(*_: Any) -> Any:
        raise VaultError(VaultFault.KEY_STORE_FAILED)

    monkeypatch.setattr("cameos.vault.loading.open_key", away)
    keys.master_keys.cache_clear()
    assert verdict(films("close"), consented) is Verdict.UNREADABLE


def broken_embedding(*_: Any) -> Any:
    raise FaceError(FaceFault.BAD_EMBEDDING)


def test_a_face_that_cannot_be_measured_leaves_it_unsaid(
    enrol: Enrol, films: Films, monkeypatch: pytest.MonkeyPatch
) -> None:
    consented = enrol("close")
    path = films("close")
    monkeypatch.setattr(DlibKind, "embed", broken_embedding)
    found = identified(path, consented)
    assert (found.verdict, found.faces) == (Verdict.UNREADABLE, 1)


def test_a_face_too_small_to_be_measured_leaves_it_unsaid(
    films: Films, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LEAST_SIDE", 100)  # dlib finds none below 37
    with embedding.embeddings() as made:
        assert verdict(films("close")) is Verdict.UNREADABLE
    assert made.count == 0


def test_a_film_that_jumps_more_often_than_anybody_looks_is_not_cleared(
    tmp_path: Path,
) -> None:
    path = tmp_path / "flicker.mp4"
    with Mp4Writer(path, width=64, height=64, fps=FPS) as film:
        for number in range(2 * FPS):
            film.write_frame(np.full((64, 64, 3), 255 * (number % 2), np.uint8))
    assert verdict(path) is Verdict.UNREADABLE


def test_a_film_that_cannot_be_read_is_no_film_without_faces(films: Films) -> None:
    path = films("close")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(MediaError):
        identified(path)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_no_other_process_measures_a_face(films: Films, settings: Any, role: str) -> None:
    """Nor does it slip by as a face that could not be measured."""
    settings.ROLE = role
    with pytest.raises(FaceError) as refused:
        identify(films("close"), expected=(), about="gen_tests")
    assert refused.value.fault is FaceFault.WRONG_PROCESS


@pytest.mark.slow
def test_templates_are_forgotten_when_the_answer_stands(
    enrol: Enrol, films: Films, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol("wide")
    made: list[Any] = []

    def noted(*given: Any) -> Any:
        made.append(Template(*given))
        return made[-1]

    monkeypatch.setattr(looking, "Template", noted)
    identified(films("wide"))
    assert len(made) == 1
    assert not any(template._values.any() for template in made)

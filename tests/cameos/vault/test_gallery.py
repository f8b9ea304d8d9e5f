"""Whose face is it: the nearest people by distance, of those that the purpose may see."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from cameos.models import Cameo, CameoKey, FaceTemplate
from cameos.purposes import BiometricPurpose
from cameos.states import CameoState
from cameos.vault import keys, keystore
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.gallery import Found, Gallery, Match, gallery_of
from cameos.vault.pairs import Pair
from cameos.vault.recording import confirm, erase_recording, keep_recording
from cameos.vault.template import Template, values_of
from lib.faces.base import MarksDiffer, TemplateMark
from tests import roles
from tests.cameos.conftest import MARK, SYSTEM, template

pytestmark = pytest.mark.usefixtures("likeness")
OTHER = TemplateMark("tests", "2", 8)
ABOUT = "gen_tests"
Enrol = Callable[..., CameoKey]


@pytest.fixture
def enrol(cameo_of: Callable[[Any], Cameo]) -> Enrol:
    """A person with a cameo and templates; as the migrate role makes people, so the owner does."""

    def make(*seeds: int, confirmed: bool = True, mark: TemplateMark = MARK) -> CameoKey:
        with roles.acting_as("web"):
            name = f"p{seeds[0]}"
            owner = User.objects.create(handle=name, handle_key=name, email=f"{name}@example.org")
        key = keep_recording(
            cameo=cameo_of(owner),
            templates=[template(seed, mark) for seed in seeds],
            clips=[],
            purpose=BiometricPurpose.ENROLMENT,
            actor=SYSTEM,
        )
        if confirmed:
            confirm(key_id=key.pk, actor=SYSTEM)
        return key

    return make


def search(
    gallery: Gallery,
    *faces: Template,
    nearest: int = 3,
    purpose: BiometricPurpose = BiometricPurpose.OUTPUT_IDENTITY,
) -> Found:
    return gallery.search(faces, nearest=nearest, purpose=purpose, actor=SYSTEM, about=ABOUT)


def near(seed: int, step: float = 0.05) -> Template:
    """A face a little beside that of `seed`."""
    aside = np.random.default_rng(seed + 10_000).standard_normal(MARK.dims)
    return Template(MARK, (values_of(template(seed)) + step * aside).astype(np.float32))


def test_it_answers_as_a_look_at_every_template_would(enrol: Enrol) -> None:
    enrolled = {enrol(*range(start, start + 3)): range(start, start + 3) for start in (10, 20, 30)}
    faces = [near(11), near(32), template(99)]
    found = search(Gallery(MARK), *faces)
    assert (found.searched, found.unreadable) == (3, 0)
    for face, matches in zip(faces, found.nearest, strict=True):
        by_hand = sorted(
            (min(float(np.linalg.norm(values_of(face) - values_of(template(s)))) for s in seeds),
             key.cameo_id)
            for key, seeds in enrolled.items()
        )  # fmt: skip
        assert [match.cameo_id for match in matches] == [cameo_id for _, cameo_id in by_hand]
        assert [match.distance for match in matches] == pytest.approx(
            [distance for distance, _ in by_hand], abs=1e-5
        )


def test_nobody_is_crowded_out_by_one_person_with_many_templates(enrol: Enrol) -> None:
    many = enrol(*range(40, 60))
    with_one = enrol(7)
    found = search(Gallery(MARK), near(40), nearest=2)
    assert {match.cameo_id for match in found.nearest[0]} == {many.cameo_id, with_one.cameo_id}


def test_more_faces_than_fit_at_once_and_more_people_than_there_are(enrol: Enrol) -> None:
    key = enrol(1)
    found = search(Gallery(MARK), *[near(1)] * 40, nearest=10)
    assert [[match.cameo_id for match in one] for one in found.nearest] == [[key.cameo_id]] * 40
    assert search(Gallery(MARK)).nearest == []


def test_an_empty_gallery_knows_nobody() -> None:
    assert search(Gallery(MARK), template(1), template(2)) == Found([[], []], 0, 0)


def test_who_waits_for_verification_is_seen_by_the_duplicate_check_alone(enrol: Enrol) -> None:
    """Somebody who enrols another's face can so neither block nor pass for them."""
    owner, newcomers = enrol(1), [enrol(s, confirmed=False) for s in (2, 3, 4)]
    gallery = Gallery(MARK)
    assert [m.cameo_id for m in search(gallery, near(2)).nearest[0]] == [owner.cameo_id]
    found = search(gallery, near(2), nearest=9, purpose=BiometricPurpose.DUPLICATE_CHECK)
    assert {m.cameo_id for m in found.nearest[0]} == {
        owner.cameo_id, *(one.cameo_id for one in newcomers),
    }  # fmt: skip


def test_an_answer_counts_people_and_only_those_that_it_may_see(enrol: Enrol) -> None:
    enrol(1, 2, 3)
    enrol(4, 5, confirmed=False)
    shut = [enrol(6, 7), enrol(8, confirmed=False), enrol(9, confirmed=False)]
    for key in shut:
        tampered(FaceTemplate.objects.filter(key=key)[0])
    gallery = Gallery(MARK)
    for purpose, count in (
        (BiometricPurpose.OUTPUT_IDENTITY, (2, 1)),
        (BiometricPurpose.DUPLICATE_CHECK, (3, 3)),
    ):
        found = search(gallery, near(1), purpose=purpose)
        assert (found.searched, found.unreadable) == count


def test_it_follows_the_table(enrol: Enrol) -> None:
    first, second = enrol(1, 2), enrol(3)
    gallery = Gallery(MARK)

    def known() -> set[Any]:
        return {m.cameo_id for m in search(gallery, near(1), nearest=9).nearest[0]}

    assert known() == {first.cameo_id, second.cameo_id}
    third = enrol(4, 5, 6, confirmed=False)
    assert known() == {first.cameo_id, second.cameo_id}
    confirm(key_id=third.pk, actor=SYSTEM)
    assert known() == {first.cameo_id, second.cameo_id, third.cameo_id}
    erase_recording(first.pk, actor=SYSTEM)
    assert known() == {second.cameo_id, third.cameo_id}
    found = search(gallery, template(6), nearest=1)
    assert found.nearest[0][0].cameo_id == third.cameo_id
    assert found.nearest[0][0].distance == pytest.approx(0, abs=1e-6)


def test_a_search_where_nothing_changed_reads_no_template(enrol: Enrol) -> None:
    enrol(1)
    gallery = Gallery(MARK)
    search(gallery, template(1))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search(gallery, template(1))
    texts = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert not any("facetemplate" in text for text in texts), texts
    assert len(texts) == 2  # the audit row, the stamp


def test_it_grows_beyond_its_first_room(enrol: Enrol, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cameos.vault.memory.LEAST", 2)
    gallery = Gallery(MARK)
    enrolled = [enrol(*range(start, start + 3)) for start in (10, 20, 30)]
    for key, seed in zip(enrolled, (12, 20, 31), strict=True):
        [[match]] = search(gallery, template(seed), nearest=1).nearest
        assert match.cameo_id == key.cameo_id
        assert match.distance == pytest.approx(0, abs=1e-6)


def test_what_it_forgets_is_overwritten(enrol: Enrol) -> None:
    key = enrol(1)
    enrol(2)
    gallery = Gallery(MARK)
    search(gallery, template(1))
    memory = gallery._loaded._memory.rows
    assert memory.any(axis=1).sum() == 2
    erase_recording(key.pk, actor=SYSTEM)
    gallery.refresh()
    assert memory.any(axis=1).sum() == 1
    assert np.linalg.norm(memory - values_of(template(1)), axis=1).min() > 0.1
    gallery.drop()
    assert not gallery._loaded.count
    assert search(gallery, template(2), nearest=1).searched == 1


def test_templates_of_another_model_are_not_compared(enrol: Enrol) -> None:
    enrol(1)
    key = enrol(2, mark=OTHER)
    gallery = Gallery(MARK)
    assert search(gallery, template(2)).searched == 1
    for ask in (
        lambda: search(gallery, template(1), template(1, OTHER)),
        lambda: compare(gallery, template(1, OTHER), key),
    ):
        with pytest.raises(MarksDiffer):
            ask()


def test_whom_another_model_measured_makes_the_answer_partial(enrol: Enrol) -> None:
    """After a change of models the gallery would be empty, and find nobody in any film."""
    enrol(1)
    old, waiting = enrol(2, mark=OTHER), enrol(3, mark=OTHER, confirmed=False)
    gallery = Gallery(MARK)
    everyone = BiometricPurpose.DUPLICATE_CHECK
    assert search(gallery, template(2)).unreadable == 1
    assert search(gallery, template(2), purpose=everyone).unreadable == 2
    assert compare(gallery, template(2), old) is None, "it has nothing to compare"
    erase_recording(waiting.pk, actor=SYSTEM)
    assert search(gallery, template(2), purpose=everyone).unreadable == 1
    Cameo.objects.filter(pk=old.cameo_id).update(epoch=2)
    assert search(Gallery(MARK), template(2)).unreadable == 0, "of a consent that was withdrawn"


def compare(gallery: Gallery, face: Template, key: CameoKey) -> float | None:
    purpose = BiometricPurpose.COMPLAINT_COMPARISON
    return gallery.compare(face, cameo_id=key.cameo_id, purpose=purpose, actor=SYSTEM, about=ABOUT)


def test_one_to_one_looks_at_that_persons_confirmed_recording(enrol: Enrol) -> None:
    key, waiting = enrol(1, 2), enrol(3, confirmed=False)
    gallery = Gallery(MARK)
    assert compare(gallery, template(2), key) == pytest.approx(0, abs=1e-6)
    apart = compare(gallery, template(3), key)
    assert apart is not None
    assert apart > 0.1
    assert compare(gallery, template(3), waiting) is None


def test_one_to_one_has_no_answer_where_a_template_does_not_open(enrol: Enrol) -> None:
    """None would read as "nothing enrolled", and the others' distance as the nearest one."""
    whole, broken, waiting = enrol(1), enrol(2, 3), enrol(4, confirmed=False)
    tampered(FaceTemplate.objects.filter(key=broken)[0])
    tampered(FaceTemplate.objects.get(key=waiting))
    gallery = Gallery(MARK)
    with pytest.raises(VaultError, match="vault_cannot_open"):
        compare(gallery, template(2), broken)
    assert compare(gallery, template(1), whole) == pytest.approx(0, abs=1e-6)
    assert compare(gallery, template(4), waiting) is None


def tampered(row: FaceTemplate) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "UPDATE cameos_facetemplate SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)"
            " WHERE id = %s",
            [row.pk],
        )
        cursor.execute("SET ROLE zoetrope_likeness")


def test_a_template_that_does_not_open_makes_the_answer_partial(enrol: Enrol) -> None:
    enrol(1)
    broken = enrol(2)
    tampered(FaceTemplate.objects.get(key=broken))
    found = search(Gallery(MARK), template(2))
    assert (found.searched, found.unreadable) == (1, 1)


def test_a_row_in_the_place_of_another_does_not_open(enrol: Enrol) -> None:
    one, other = enrol(1), enrol(2)
    stolen = bytes(FaceTemplate.objects.get(key=one).sealed)
    FaceTemplate.objects.filter(key=other).delete()
    FaceTemplate.objects.create(
        key=other, kind=MARK.kind, version=MARK.version, dims=MARK.dims, sealed=stolen
    )
    assert search(Gallery(MARK), template(1)).unreadable == 1


def test_a_key_that_is_missing_under_a_consent_that_stands_makes_the_answer_partial(
    enrol: Enrol, settings: Any
) -> None:
    lost, emptied, destroyed, _ = enrol(1), enrol(2), enrol(3), enrol(4)
    (settings.CAMEO_KEYS_DIR / lost.pk.hex[-2:] / lost.pk.hex).unlink()
    (settings.CAMEO_KEYS_DIR / emptied.pk.hex[-2:] / emptied.pk.hex).write_bytes(b"")
    keys.destroy(destroyed.pk)  # as after the database was restored from before an erasure
    found = search(Gallery(MARK), template(1))
    assert (found.searched, found.unreadable) == (1, 3)


@pytest.mark.parametrize("then", [{}, {"state": CameoState.ENROLLING, "ended_at": None}])
def test_a_key_that_was_destroyed_once_consent_was_withdrawn_is_missed_by_nobody(
    enrol: Enrol, settings: Any, then: dict[str, Any]
) -> None:
    destroyed, lost, _ = enrol(1), enrol(2), enrol(3)
    both = Cameo.objects.filter(pk__in=[destroyed.cameo_id, lost.cameo_id])
    with roles.acting_as("web"):
        both.update(state=CameoState.REVOKED, ended_at=timezone.now(), epoch=2)
        both.update(**then or {"epoch": 2})
    keys.destroy(destroyed.pk)
    (settings.CAMEO_KEYS_DIR / lost.pk.hex[-2:] / lost.pk.hex).unlink()
    found = search(Gallery(MARK), template(1))
    assert (found.searched, found.unreadable) == (1, 1)


def test_where_the_key_store_is_away_there_is_no_answer(
    enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(1)
    gallery = Gallery(MARK)

    def away(*_: Any) -> None:
        raise VaultError(VaultFault.KEY_STORE_FAILED, "tests")

    with monkeypatch.context() as patch:
        patch.setattr(type(keystore.build()), "get", away)
        for _ in range(2):
            with pytest.raises(VaultError, match="vault_key_store_failed"):
                search(gallery, template(1))
    assert search(gallery, template(1)).searched == 1


@pytest.mark.parametrize("role", ["web", "worker", "migrate"])
def test_no_other_process_has_a_gallery(role: str, enrol: Enrol, settings: Any) -> None:
    enrol(1)
    gallery = Gallery(MARK)
    settings.ROLE = role
    for ask in (lambda: Gallery(MARK), lambda: gallery_of(MARK), lambda: search(gallery, near(1))):
        with pytest.raises(VaultError, match="vault_wrong_process"):
            ask()


@pytest.mark.parametrize(
    "purpose",
    [
        BiometricPurpose.ENROLMENT,
        BiometricPurpose.RENDER_REFERENCE,
        BiometricPurpose.COMPLAINT_COMPARISON,
        "output_identity",
        "advertising",
        None,
    ],
)
def test_a_search_for_no_declared_purpose_is_refused(purpose: Any, enrol: Enrol) -> None:
    enrol(1)
    before = AuditEvent.objects.filter(action="cameos.biometric.used").count()
    with pytest.raises(VaultError, match="vault_purpose_refused"):
        search(Gallery(MARK), near(1), purpose=purpose)
    assert AuditEvent.objects.filter(action="cameos.biometric.used").count() == before


def test_each_use_leaves_a_row_of_ids_and_counts_alone(enrol: Enrol) -> None:
    key = enrol(1)
    gallery = Gallery(MARK)
    search(gallery, near(1), near(2))
    compare(gallery, near(1), key)
    rows = AuditEvent.objects.filter(action="cameos.biometric.used", target=ABOUT).order_by("at")
    assert [row.facts for row in rows] == [
        {"purpose": "output_identity", "use": "search", "count": 2},
        {"purpose": "complaint_comparison", "use": "compare", "count": 1},
    ]


def test_without_its_row_there_is_no_answer(enrol: Enrol, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(1)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cameos.vault.uses.record", broken)
    with pytest.raises(RuntimeError):
        search(Gallery(MARK), near(1))


def test_no_rollback_takes_the_row_of_a_use_along(enrol: Enrol) -> None:
    key = enrol(1)
    gallery = Gallery(MARK)
    for ask in (lambda: search(gallery, near(1)), lambda: compare(gallery, near(1), key)):
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
            ask()


def test_answers_have_no_room_for_a_vector() -> None:
    assert {f.name: f.type for f in fields(Match)} == {"cameo_id": "UUID", "distance": "float"}
    assert {f.name: f.type for f in fields(Found)} == {
        "nearest": "list[list[Match]]", "searched": "int", "unreadable": "int",
    }  # fmt: skip
    assert {f.name: f.type for f in fields(Pair)} == {
        "one": "UUID", "other": "UUID", "distance": "float",
    }  # fmt: skip
    public = {
        name: inspect.signature(door).return_annotation
        for name, door in inspect.getmembers(Gallery, inspect.isfunction)
        if not name.startswith("_")
    }
    assert public == {
        "search": "Found", "compare": "float | None", "refresh": "None", "drop": "None",
        "pairs": "tuple[list[Pair], int]",
    }  # fmt: skip

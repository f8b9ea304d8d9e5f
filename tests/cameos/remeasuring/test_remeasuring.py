"""After a change of the model every kept recording is measured again, or asked for anew."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from cameos.identity.searching import compares_everybody
from cameos.models import Cameo, CameoKey, FaceTemplate, ReferenceClip
from cameos.purposes import BiometricPurpose
from cameos.remeasuring import released
from cameos.remeasuring.measuring import Result, remeasure
from cameos.remeasuring.owing import owed
from cameos.vault import keys, keystore
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.gallery import Found, Gallery
from cameos.vault.remeasuring import add_templates
from inbox.models import Event
from lib.errors import StaleState
from lib.faces import registry
from lib.signed_media import storage_path
from tests import roles
from tests.cameos.conftest import SYSTEM, template
from tests.cameos.enrolment.steps import App
from tests.cameos.remeasuring.conftest import Enrolled, Successor
from tests.media.clips import write_clip
from tests.media.programs import without_interpreter


@pytest.fixture
def owner(app: App, enrolled: Enrolled) -> App:
    return enrolled(app)


@pytest.fixture
def run(successor: Successor, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The command, with the models of today."""
    monkeypatch.setattr(registry, "build", lambda: successor)

    def call(*options: str) -> str:
        out = StringIO()
        with roles.acting_as("likeness"):
            call_command("reembed_faces", *options, stdout=out)
        return out.getvalue()

    return call


def marks() -> list[str]:
    with roles.acting_as("likeness"):
        return sorted(set(FaceTemplate.objects.values_list("version", flat=True)))


def told(person: Any) -> list[str]:
    return list(Event.objects.filter(person_id=person.pk).values_list("type", flat=True))


def clears_films(successor: Successor) -> bool:
    with roles.acting_as("likeness"):
        return compares_everybody(Found([], 0, 0), successor.mark)


def test_films_are_cleared_again_when_everybody_is_measured(
    owner: App, successor: Successor, run: Callable[..., str]
) -> None:
    assert not clears_films(successor)
    assert "1 recordings measured" in run()
    assert clears_films(successor)
    assert owner.cameo()["status"] == "active"
    with roles.acting_as("likeness"):
        found = Gallery(successor.mark).search(
            [], nearest=1, purpose=BiometricPurpose.OUTPUT_IDENTITY, actor=SYSTEM, about="tests"
        )
        assert (found.searched, found.unreadable) == (1, 0)
    used = AuditEvent.objects.filter(
        action="cameos.biometric.used", facts__purpose="remeasurement"
    ).order_by("id")
    assert [row.facts["use"] for row in used] == ["open_clip", "keep"]
    assert AuditEvent.objects.filter(action="cameos.recording.remeasured").count() == 1


def test_said_twice_nothing_is_opened_again(owner: App, run: Callable[..., str]) -> None:
    run()
    before = AuditEvent.objects.count()
    assert "0 recordings measured" in run()
    assert AuditEvent.objects.count() == before


def test_the_old_templates_go_when_they_are_told_to_and_not_before(
    owner: App, run: Callable[..., str], successor: Successor
) -> None:
    run()
    assert marks() == ["1", "2"]
    assert "1 templates of other models erased" in run("--forget-old")
    assert marks() == ["2"]


@pytest.mark.parametrize("fault", ["damaged", "lost", "key", "nobody"])
def test_what_does_not_open_or_shows_no_one_face_is_recorded_anew(
    *, fault: str, owner: App, run: Callable[..., str], successor: Successor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with roles.acting_as("likeness"):
        clip = ReferenceClip.objects.get()
        path = storage_path(clip.storage_key)
        if fault == "damaged":
            path.write_bytes(path.read_bytes()[:-1] + b"\0")
        elif fault == "lost":
            path.unlink()
        elif fault == "key":
            keys.destroy(clip.key_id)
        else:
            monkeypatch.setattr(Successor, "look", lambda self, image: [], raising=False)
    for _ in range(2):
        out = run("--forget-old")
    assert "0 recordings asked to record anew" in out, "once"
    assert owner.cameo()["status"] == "needs_reverify"
    assert told(owner.person).count("cameo.needs_reverify") == 1
    assert AuditEvent.objects.filter(action="cameos.cameo.needs_reverify").count() == 1
    assert marks() == ["1"], "else nobody would look for them, and films would pass"
    assert not clears_films(successor)


def test_who_paused_is_asked_too_and_stays_paused(owner: App, run: Callable[..., str]) -> None:
    from cameos.services.pausing import pause

    with roles.acting_as("web"):
        pause(cameo=Cameo.objects.get(), by=owner.person)
    with roles.acting_as("likeness"):
        storage_path(ReferenceClip.objects.get().storage_key).unlink()
    run()
    cameo = Cameo.objects.get()
    assert (cameo.state, cameo.paused_at is not None) == ("needs_reverify", True)


def test_two_faces_are_nobodys(
    owner: App, run: Callable[..., str], successor: Successor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = successor.look
    monkeypatch.setattr(Successor, "look", lambda self, image: seen(image) * 2, raising=False)
    run()
    assert owner.cameo()["status"] == "needs_reverify"


def test_who_released_under_an_earlier_text_is_asked(
    owner: App, run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(released, "SINCE_NOTICE", 99)
    run()
    assert owner.cameo()["status"] == "needs_reverify"
    opened = AuditEvent.objects.filter(facts__use="open_clip")
    assert not opened.exists(), "what was not released is not opened"


def test_a_key_store_that_does_not_answer_is_nobodys_fault(
    owner: App, run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> bytes:
        raise VaultError(VaultFault.KEY_STORE_FAILED)

    store = type(keystore.build())
    monkeypatch.setattr(store, "get", away)
    with pytest.raises(CommandError, match="vault_key_store_failed"):
        run()
    assert owner.cameo()["status"] == "active"


def test_a_machine_without_a_decoder_asks_nobody_to_record_anew(
    owner: App, run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as moved:
        without_interpreter(moved)
        with pytest.raises(CommandError, match=r"decoder_not_started\. Run it again"):
            run()
    assert owner.cameo()["status"] == "active"
    assert "1 recordings measured" in run()


def test_it_goes_on_where_it_was_stopped(
    owner: App, app_of: Callable[[Any], App], friend: Any, enrolled: Enrolled, sight: Any,
    run: Callable[..., str], successor: Successor, tmp_path: Path, recording: Path,
) -> None:  # fmt: skip
    sight.face = 2.0
    other = enrolled(app_of(friend), recording.read_bytes() + b"\0\0\0\x08free")
    assert other.cameo()["status"] == "active"
    assert "1 recordings this model has not measured" in run("--most", "1")
    assert "0 recordings this model has not measured" in run("--most", "1")


def test_a_withdrawal_that_comes_between_leaves_nothing(owner: App, successor: Successor) -> None:
    with roles.acting_as("likeness"):
        key = CameoKey.objects.select_related("cameo").get()
    Cameo.objects.update(epoch=2)
    with roles.acting_as("likeness"), pytest.raises(StaleState):
        add_templates(key=key, templates=[template(1)], actor=SYSTEM)
    with roles.acting_as("likeness"):
        assert list(owed(successor.mark)) == []
        assert remeasure(key.pk, successor) is Result.LEFT  # type: ignore[arg-type]
        assert marks() == ["1"]


def test_of_two_at_once_one_measures(owner: App, successor: Successor) -> None:
    with roles.acting_as("likeness"):
        key = CameoKey.objects.select_related("cameo").get()
        some = [[template(number, successor.mark)] for number in (1, 2)]
        added = [add_templates(key=key, templates=one, actor=SYSTEM) for one in some]
        assert added == [True, False]
        assert FaceTemplate.objects.filter(version="2").count() == 1


def test_every_other_process_is_refused(settings: Any, db: None) -> None:
    settings.ROLE = "worker"
    with pytest.raises(CommandError, match="vault_wrong_process"):
        call_command("reembed_faces")


def test_a_film_without_anybody_is_no_recording_of_anybody(
    app: App, enrolled: Enrolled, run: Callable[..., str], tmp_path: Path
) -> None:
    enrolled(app, write_clip(tmp_path / "grey.mp4", seconds=0.5, side=128).read_bytes())
    run()
    assert app.cameo()["status"] == "needs_reverify"

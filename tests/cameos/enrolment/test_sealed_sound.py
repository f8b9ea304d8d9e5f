"""Who released their face alone has left nobody their voice (C29)."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from cameos.enrolment import kept_film
from cameos.enrolment.judging import judge
from cameos.models import Cameo, Enrolment, ReferenceClip
from cameos.purposes import BiometricPurpose
from cameos.states import CameoState
from cameos.vault.clips import open_clip
from lib.media.apart import process
from lib.media.apart.gone import DecoderGone
from lib.media.apart.reading import pictures_alone_apart
from tests import roles
from tests.cameos.conftest import SYSTEM
from tests.cameos.enrolment.conftest import Sight
from tests.cameos.enrolment.steps import App, release, show_results
from tests.cameos.permissions.lending import move
from tests.media.clips import write_clip

Deliver = Callable[[], int]


@pytest.fixture(autouse=True)
def real_films(sight: Sight, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_film, "pictures_alone_apart", pictures_alone_apart)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_clip(
        tmp_path_factory.mktemp("films") / "said.mp4", seconds=0.5, sound=0.5
    ).read_bytes()


def recorded(app: App, film: bytes, deliver: Deliver, *, voice: bool) -> None:
    assert app.begin(release(scopes={"face": True, "voice": voice})).status_code == 201
    app.send(film)
    app.submit()
    deliver()
    show_results()
    deliver()


def sealed() -> bytes:
    with roles.acting_as("likeness"):
        clip = ReferenceClip.objects.get()
        with open_clip(
            clip, purpose=BiometricPurpose.RENDER_REFERENCE, actor=SYSTEM, about="tests"
        ) as opened:
            return opened.read()


def tracks_of(film: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "opened.mp4"
    path.write_bytes(film)
    with av.open(str(path)) as container:
        return [stream.type for stream in container.streams]


@pytest.mark.parametrize("voice", [True, False])
def test_what_is_sealed_has_the_sound_that_was_released(
    app: App, film: bytes, deliver: Deliver, tmp_path: Path, voice: bool
) -> None:
    recorded(app, film, deliver, voice=voice)
    opened = sealed()
    assert sorted(tracks_of(opened, tmp_path)) == (["audio", "video"] if voice else ["video"])
    assert (opened == film) is voice


def test_a_recording_anew_with_the_voice_released_has_sound(
    app: App, film: bytes, deliver: Deliver, tmp_path: Path
) -> None:
    recorded(app, film, deliver, voice=False)
    move(Cameo.objects.get(), CameoState.NEEDS_REVERIFY)
    recorded(app, film + b"\0\0\0\x08free", deliver, voice=True)
    assert Cameo.objects.get().state == "active"
    assert "audio" in tracks_of(sealed(), tmp_path)


def test_what_cannot_be_parted_from_its_sound_is_not_kept(app: App, deliver: Deliver) -> None:
    recorded(app, b"no film at all", deliver, voice=False)
    assert app.row.problems == ["unreadable"]
    with roles.acting_as("likeness"):
        assert not ReferenceClip.objects.exists()


def test_a_decoder_that_dies_refuses_nobody(
    app: App, film: bytes, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, pytest.raises(DecoderGone):
        dying.setattr(process, "PROGRAM", "import os; os.kill(os.getpid(), 9)")
        recorded(app, film, deliver, voice=False)
    assert (app.row.verdict, app.row.problems) == ("", [])
    Enrolment.objects.update(leased_until=None)
    with roles.acting_as("likeness"):
        judge(app.row.pk)
    show_results()
    deliver()
    assert app.cameo()["status"] == "active"

"""People whose faces were lent, in sketched films: found, recognised, and never named."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from cameos.references.cutting import cut
from generation.engines.base import FACE_SHARE, EngineError, Reference, RenderRequest, Size
from generation.engines.registry import capabilities_of, get_engine
from generation.engines.sketch.parse import parse
from generation.engines.sketch.people import faces_of, nameless
from generation.engines.sketch.play.picture import Picture
from generation.offers import Offered
from generation.wishes import checked_wish
from lib.errors import DomainError, ErrorCode
from lib.faces.base import Closeness
from lib.faces.comparing import distances
from lib.faces.registry import build
from lib.media.frames import sampled_frames
from tests.engines.rendering import Watcher
from tests.faces.sitters import portrait, sitter

WATCHER = Watcher()
# As the output check looks at films.
LOOKED_AT = 640


@pytest.fixture(scope="module")
def sitters(tmp_path_factory: pytest.TempPathFactory) -> list[Reference]:
    """Two of them, cut as a recording is."""
    folder = tmp_path_factory.mktemp("references")
    return [
        _reference(folder / "one.png", portrait(), "one"),
        _reference(folder / "two.png", sitter("wide"), "two"),
    ]


def _reference(path: Path, picture: Any, handle: str) -> Reference:
    [face] = build().look(picture)
    Image.fromarray(cut(picture, face.box, 1.0)).save(path)
    return Reference((path,), handle)


def picture_of(request: RenderRequest, *, shrunk: int = 1) -> Picture:
    """`shrunk`: so many times smaller, where the size is not what is looked at."""
    return Picture(
        parse(request.prompt),
        text=nameless(request.prompt, request.references),
        width=request.size.width // shrunk,
        height=request.size.height // shrunk,
        seconds=request.seconds,
        seed=request.seed,
        faces=faces_of(request.references),
    )


def looked_at(picture: Picture, seconds: float) -> Any:
    frame = Image.fromarray(picture.at(seconds))
    frame.thumbnail((LOOKED_AT, LOOKED_AT))
    return np.asarray(frame)


PROMPTS = ["@one dances in the rain in a city, a red car drives by", "@one and a cat on snow"]


@pytest.mark.parametrize(
    ("prompt", "size", "people"), [(PROMPTS[0], Size.LANDSCAPE, 1), (PROMPTS[1], Size.PORTRAIT, 2)]
)
def test_a_lent_face_is_found_large_in_every_frame_that_is_looked_at(
    sitters: list[Reference], prompt: str, size: Size, people: int
) -> None:
    picture = picture_of(RenderRequest(prompt, size, 4, 7, tuple(sitters[:people])))
    for seconds in (0.0, 2.2):
        faces = build().look(looked_at(picture, seconds))
        assert len(faces) == people, seconds
        scale = min(size.width, size.height) / min(looked_at(picture, seconds).shape[:2])
        narrowest = min(face.box.right - face.box.left for face in faces) * scale
        assert narrowest >= 80 / 720 * min(size.width, size.height)


def test_two_people_stand_side_by_side_in_the_order_in_which_they_were_asked_for(
    sitters: list[Reference], settings: Any
) -> None:
    settings.ROLE = "likeness"
    request = RenderRequest("@one and @two in a forest", Size.PORTRAIT, 4, 3, tuple(sitters))
    frame = looked_at(picture_of(request), 2.0)
    kind = build()
    faces = sorted(kind.look(frame), key=lambda face: face.box.left)
    assert len(faces) == 2
    for face, reference in zip(faces, sitters, strict=True):
        with Image.open(reference.pictures[0]) as image:
            own = np.asarray(image)
        [wanted] = kind.look(own)
        shown = kind.embed(frame, face)
        apart = float(distances(shown, kind.embed(own, wanted)[None])[0])
        assert kind.thresholds.closeness(apart) is Closeness.SAME, round(apart, 2)
        assert apart < 0.3, round(apart, 2)


def test_the_same_seed_and_the_same_face_draw_the_same_and_another_seed_does_not(
    sitters: list[Reference],
) -> None:
    def drawn(seed: int, people: int = 1) -> bytes:
        lent = tuple(sitters[:people])
        request = RenderRequest("@one by the sea", Size.PORTRAIT, 4, seed, lent)
        return picture_of(request, shrunk=4).at(1.5).tobytes()

    assert drawn(5) == drawn(5)
    assert len({drawn(5), drawn(6), drawn(5, people=0), drawn(5, people=2)}) == 4


def test_nothing_of_a_recording_is_shown_but_the_face(
    sitters: list[Reference], tmp_path: Path
) -> None:
    """Its corners are the room, and what is worn; painted over, the film stays what it is."""
    with Image.open(sitters[0].pictures[0]) as image:
        pixels = np.array(image)
    side = pixels.shape[0]
    rim = round(side * 0.08)
    pixels[:rim] = pixels[-2 * rim :] = (255, 0, 255)
    pixels[:, : 2 * rim] = pixels[:, -2 * rim :] = (255, 0, 255)
    painted = Reference((tmp_path / "painted.png",), "one")
    Image.fromarray(pixels).save(painted.pictures[0])
    wish = ("@one by the sea", Size.PORTRAIT, 4, 5)

    def drawn(reference: Reference) -> Any:
        return picture_of(RenderRequest(*wish, (reference,)), shrunk=2).at(1.0)

    assert np.array_equal(drawn(sitters[0]), drawn(painted))


@pytest.mark.parametrize(
    ("prompt", "handle", "left"),
    [
        ("@One and a cat", "one", "someone and a cat"),
        ("a cat meets @one.", "one", "a cat meets someone."),
        ("@one_two is not them", "one", "@one_two is not them"),
        ("mail a@one here", "one", "mail a@one here"),
        ("@moon.fan", "moon.fan", "someone"),
    ],
)
def test_who_is_shown_is_not_named_in_the_picture(prompt: str, handle: str, left: str) -> None:
    assert nameless(prompt, [Reference((), handle)]) == left


def test_a_handle_is_no_thing_to_draw() -> None:
    reference = Reference((), "moon_fan")
    assert parse("@moon_fan").actors, "without this there is nothing to test"
    assert not parse(nameless("@moon_fan", [reference])).actors


def test_where_the_face_lies_is_agreed_between_who_cuts_and_who_draws() -> None:
    from cameos.references import cutting

    assert cutting.FACE_SHARE == FACE_SHARE


@pytest.mark.parametrize("people", [3])
def test_more_people_than_an_engine_can_show_are_refused(
    sitters: list[Reference], tmp_path: Path, people: int
) -> None:
    request = RenderRequest("@one", Size.PORTRAIT, 4, 1, (sitters[0],) * people)
    with pytest.raises(EngineError, match="unsupported_request"):
        get_engine("sketch").render(
            request,
            into=tmp_path / "x.mp4",
            progress=WATCHER.progress,
            cancelled=WATCHER.cancelled,
        )
    assert capabilities_of("sketch").takes_references == 2
    offers = {"sketch": Offered("sketch", ("720x1280",), (4,))}
    wish = {"engine": "sketch", "size": "720x1280", "seconds": 4, "offers": offers}
    assert checked_wish(**wish, people=2).engine == "sketch"  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        checked_wish(**wish, people=people)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.attr) == (ErrorCode.INVALID_CHOICE, "model")


def test_a_picture_that_cannot_be_read_is_a_fault_in_passing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(EngineError, match="reference_unreadable") as failed:
        faces_of([Reference((broken,), "one")])
    assert not failed.value.permanent


@pytest.mark.slow
@pytest.mark.parametrize("size", [Size.PORTRAIT, Size.LANDSCAPE])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_face_is_recognised_in_the_film_as_it_was_written(
    sitters: list[Reference], prompt: str, size: Size, tmp_path: Path, settings: Any
) -> None:
    settings.ROLE = "likeness"
    kind, path = build(), tmp_path / "film.mp4"
    request = RenderRequest(prompt, size, 4, 11, tuple(sitters[:1]))
    get_engine("sketch").render(
        request, into=path, progress=WATCHER.progress, cancelled=WATCHER.cancelled
    )
    with Image.open(sitters[0].pictures[0]) as image:
        own = np.asarray(image)
    wanted = kind.embed(own, kind.look(own)[0])
    looks = [
        (frame.image, kind.look(frame.image))
        for frame in sampled_frames(path, per_second=2, max_side=LOOKED_AT)
    ]
    seen = [(image, faces[0]) for image, faces in looks if len(faces) == 1]
    assert len(seen) >= 0.9 * len(looks)
    shown = np.stack([kind.embed(image, face) for image, face in seen])
    furthest = float(distances(wanted, shown).max())
    assert kind.thresholds.closeness(furthest) is Closeness.SAME, round(furthest, 2)

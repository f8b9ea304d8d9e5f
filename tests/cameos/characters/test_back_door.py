"""Nobody is enrolled as a thing, however they are shown."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from cameos.models import CameoKey, Character
from cameos.states import CameoState
from lib.faces.embedding import embeddings
from moderation.models import RefusedText
from tests import roles
from tests.cameos.characters.steps import Studio, row_of
from tests.cameos.gate.pictures import object_picture, person, turned, with_person
from tests.cameos.intake.sight import Sight
from tests.cameos.intake.steps import FILM, PICTURE, mp4, png

SMALL = (160, 160)


def sideways_by_its_label() -> bytes:
    """A picture that only its label turns upright."""
    exif = Image.Exif()
    exif[0x0112] = 8
    buffer = BytesIO()
    turned(person(), 270).save(buffer, "PNG", exif=exif)
    return buffer.getvalue()


PICTURES: dict[str, Callable[[], bytes]] = {
    "portrait": lambda: png(person()),
    "on their side": lambda: png(turned(person(), 90)),
    "by a label": sideways_by_its_label,
    "small": lambda: png(with_person(0.4, (300, 300))),
    "poster": lambda: png(with_person(0.6, (300, 300), framed=True)),
}


@pytest.fixture
def door(studio: Studio, sight: Sight) -> Studio:
    """The gate itself looks; everything after it would let anything pass."""
    sight.really = True
    return studio


def refused_for_a_human(shown: dict[str, Any]) -> None:
    assert (shown["status"], shown["problems"]) == ("refused", ["human_likeness_blocked"])
    row = row_of(shown["id"])
    assert row.cameo.state == CameoState.ERASED
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.exists()
    left = [path for path in Path(settings.MEDIA_DIR).rglob("*") if path.is_file()]
    assert [path.name for path in left if not path.name.endswith(".used")] == []


@pytest.mark.parametrize("how", PICTURES)
def test_a_picture_of_somebody_is_refused_and_gone(how: str, door: Studio, sight: Sight) -> None:
    with embeddings() as made:
        refused_for_a_human(door.make(PICTURES[how](), PICTURE))
    assert made.count == 0
    assert sight.asked == 0, "nothing more is looked at of somebody"


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0, 90])
def test_a_film_of_somebody_is_refused_and_gone(degrees: int, door: Studio, tmp_path: Path) -> None:
    head = turned(person().resize((232, 224)), degrees)
    things = [object_picture(head.size)]
    refused_for_a_human(door.make(mp4(tmp_path, *things, head), FILM))


def test_who_tries_it_is_counted(studio: Studio, sight: Sight) -> None:
    from cameos.gate import People

    sight.people = People.FOUND
    studio.make()
    refused = RefusedText.objects.get(person_id=studio.person.pk)
    assert refused.category == "likeness"
    assert refused.points > 0


@pytest.mark.slow
def test_who_tries_it_again_and_again_has_to_wait(studio: Studio, sight: Sight) -> None:
    from cameos.gate import People

    sight.people = People.FOUND
    tried = 0
    while (begun := studio.begin()).status_code == 201:
        Character.objects.all().update(state="removed")
        studio.make()
        tried += 1
        assert tried < 30, "nobody is ever stopped"
    assert begun.json()["errors"][0]["code"] in {"cooling_off", "enrolment_limit"}
    refused = RefusedText.objects.filter(person_id=studio.person.pk, category="likeness")
    assert refused.count() == tried
    assert not refused.filter(points=0).exists()

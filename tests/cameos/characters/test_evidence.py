"""Known child abuse that is sent in as a character leaves its trace."""

import hashlib
from pathlib import Path

import pytest

from cameos.characters import looking
from cameos.gate import People
from cameos.intake import evidence
from lib.signed_media import burn, copy, storage_path
from tests.cameos.characters.steps import Studio, row_of
from tests.cameos.gate.pictures import object_picture
from tests.cameos.intake import life
from tests.cameos.intake.abuse import assert_kept, banked, kept
from tests.cameos.intake.sight import Sight
from tests.cameos.intake.steps import FILM, mp4


def test_its_bytes_and_what_was_found_are_kept_and_count(studio: Studio, sight: Sight) -> None:
    banked()
    sight.known()
    made = studio.make()
    assert made["problems"] == ["against_the_rules"]
    assert_kept(made["id"], studio.person, counted=True)
    assert row_of(made["id"]).kept_key == ""


def test_with_somebody_in_it_nothing_is_looked_at_but_whether_it_is_known(
    studio: Studio, sight: Sight
) -> None:
    banked()
    sight.people = People.FOUND
    made = studio.make()
    assert made["problems"] == ["human_likeness_blocked"]
    assert_kept(made["id"], studio.person, counted=True)
    assert sight.asked == 0


def test_so_is_a_film_with_somebody_in_it(studio: Studio, sight: Sight, tmp_path: Path) -> None:
    film = mp4(tmp_path, object_picture((128, 128)))
    banked(film)
    sight.people = People.FOUND
    made = studio.make(film, FILM)
    assert_kept(made["id"], studio.person, content=film, counted=True)


def test_taking_it_back_while_it_waits_for_a_person_destroys_nothing(
    studio: Studio, sight: Sight
) -> None:
    banked()
    sight.known()
    sight.lack()
    made = studio.make()["id"]
    assert row_of(made).state == "held"
    assert studio.remove(made).status_code == 204
    studio.deliver()
    assert_kept(made, studio.person, counted=False)


def test_nor_while_it_is_looked_at(
    studio: Studio, sight: Sight, monkeypatch: pytest.MonkeyPatch
) -> None:
    banked()
    sight.known()
    made = life.removed_meanwhile(studio, looking, monkeypatch)
    assert row_of(made).state == "removed"
    assert_kept(made, studio.person, counted=True)


def test_nor_at_the_moment_it_is_set_aside(
    studio: Studio, sight: Sight, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes as they came are gone: what was made of them is kept in their stead."""

    def erased_just_now(source: str, target: str) -> None:
        if source.startswith("incoming/"):
            burn(source)
        copy(source, target)

    monkeypatch.setattr(evidence, "copy", erased_just_now)
    banked()
    sight.known()
    made = studio.make()
    (row,) = kept()
    assert row.subject == made["id"]
    found = storage_path(row.storage_key).read_bytes()
    assert found
    assert hashlib.sha256(found).hexdigest() == row.sha256

"""A film that was drawn from a picture says so, and of that no more than its signature did."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provenance.signing import Given, seal
from provenance.verification import State, verify
from provenance.vocabulary import INPUT, OWN_ASSERTION
from tests.provenance.films import film, statement

GIVEN = (Given("foreign", ai_made=True), Given("none", ai_made=None))


def manifest_in(path: Path) -> dict[str, Any]:
    from c2pa import Reader

    with path.open("rb") as file, Reader("video/mp4", file) as reader:
        report = json.loads(reader.json())
    manifest: dict[str, Any] = report["manifests"][report["active_manifest"]]
    return manifest


@pytest.mark.parametrize("given", [(), GIVEN[:1], GIVEN])
def test_each_picture_is_an_ingredient_that_the_film_was_created_from(
    given: tuple[Given, ...], place: Path
) -> None:
    path = film(place / "film.mp4", width=64, height=96, seconds=1.0)
    seal(path, statement=replace(statement(), given=given))
    found = verify(path)
    assert (found.state, len(found.ingredients)) == (State.AUTHENTIC, len(given))
    assert {one.relationship for one in found.ingredients} <= {INPUT}
    manifest = manifest_in(path)
    data = {one["label"]: one["data"] for one in manifest["assertions"]}
    (created,) = data["c2pa.actions.v2"]["actions"]
    assert created["action"] == "c2pa.created"
    assert len(created.get("parameters", {}).get("ingredients", [])) == len(given)
    said = data[OWN_ASSERTION].get("given", [])
    assert said == [{"state": one.state, "ai_made": one.ai_made} for one in given]


def test_a_film_tells_what_it_was_made_by(place: Path) -> None:
    path = film(place / "film.mp4", width=64, height=96, seconds=1.0)
    assert verify(path).source_type is None
    seal(path, statement=statement())
    assert str(verify(path).source_type).endswith("trainedAlgorithmicMedia")

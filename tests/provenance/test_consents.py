"""What a manifest says of the consents behind a film: ids to ask under, hashes, nobody."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from provenance.signing import Consent, seal
from provenance.verification import verify
from provenance.vocabulary import OWN_ASSERTION
from tests.provenance.films import film, statement

CONSENTS = (Consent("cst_one", "a" * 64), Consent("cst_two", "b" * 64))


def own_data(path: Path) -> Any:
    from c2pa import Reader

    with path.open("rb") as file, Reader("video/mp4", file) as reader:
        report = json.loads(reader.json())
    manifest = report["manifests"][report["active_manifest"]]
    (found,) = [one["data"] for one in manifest["assertions"] if one["label"] == OWN_ASSERTION]
    return found


def test_they_are_signed_and_read_back(place: Path) -> None:
    path = film(place / "film.mp4", width=64, height=96, seconds=1.0)
    seal(path, statement=dataclasses.replace(statement(), consents=CONSENTS))
    assert own_data(path)["consents"] == [
        {"status_id": "cst_one", "receipt_hash": "a" * 64},
        {"status_id": "cst_two", "receipt_hash": "b" * 64},
    ]
    found = verify(path)
    assert found.authentic
    assert found.claims is not None
    assert found.claims.consents == ("cst_one", "cst_two")


def test_a_film_of_nobody_says_so(place: Path) -> None:
    path = film(place / "film.mp4", width=64, height=96, seconds=1.0)
    seal(path, statement=statement())
    found = verify(path)
    assert found.claims is not None
    assert found.claims.consents == ()


@pytest.mark.parametrize("consent", [Consent("", "a"), Consent("cst_one", "x" * 201)])
def test_consents_that_make_no_sense_are_not_signed(consent: Consent) -> None:
    with pytest.raises(ValueError, match="words"):
        dataclasses.replace(statement(), consents=(consent,))

"""The table of what is done to files, and what is said of them afterwards."""

import json
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from provenance.certificates import development
from provenance.certificates.profile import Issued, issue
from provenance.certificates.trust import own_trust
from provenance.signing import seal
from provenance.verification import State, verify
from provenance.vocabulary import AI_GENERATED
from provenance.watermark import burn, mark_for
from tests.provenance.films import (
    cut_short,
    flip_in_box,
    flip_in_text,
    manifest_box,
    remux,
    rival,
    sign_as,
    statement,
    strip,
)

CAMERA = AI_GENERATED.replace("trainedAlgorithmicMedia", "digitalCapture")
ORGANIZATION, SIGNER = development.ORGANIZATION, development.SIGNER_NAME


@pytest.mark.parametrize("kind", ["video", "poster", "spritesheet"])
def test_every_variant_is_authentic(sealed: dict[str, Path], kind: str) -> None:
    outcome = verify(sealed[kind])
    assert (outcome.state, outcome.reasons) == (State.AUTHENTIC, ())
    assert outcome.claims
    assert outcome.claims.kind == kind
    assert (outcome.claims.model, outcome.claims.created_on) == ("sketch/1.0", "2026-11-20")


@pytest.mark.parametrize("kind", ["poster", "spritesheet"])
def test_a_still_leads_to_its_film(sealed: dict[str, Path], kind: str) -> None:
    (parent,) = verify(sealed[kind]).ingredients
    assert (parent.relationship, parent.state) == ("parentOf", State.AUTHENTIC)
    assert parent.claims
    assert parent.claims.kind == "video"


DAMAGE: dict[str, tuple[Callable[[Path], object], State, str]] = {
    "a bit in the samples": (
        lambda path: flip_in_box(path, "mdat"), State.INVALID, "assertion.bmffHash.mismatch"),
    "a bit in the index": (
        lambda path: flip_in_box(path, "moov"), State.INVALID, "assertion.bmffHash.mismatch"),
    "a bit in what is said": (
        lambda path: flip_in_text(path, b"sketch"), State.INVALID,
        "assertion.hashedURI.mismatch"),
    "cut short": (cut_short, State.INVALID, "assertion.bmffHash.mismatch"),
    "copied stream by stream": (remux, State.NONE, "manifest_absent"),
    "its manifest cut out": (strip, State.NONE, "manifest_absent"),
    "emptied": (lambda path: path.write_bytes(b""), State.UNREADABLE, "file_empty"),
    "deleted": (Path.unlink, State.UNREADABLE, "file_missing"),
    "text instead": (
        lambda path: path.write_text("no film"), State.UNREADABLE, "format_unknown"),
    "garbage appended": (
        lambda path: path.write_bytes(path.read_bytes() + b"\1\2\3\4" * 99),
        State.UNREADABLE, "format_broken"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_seen(sealed: dict[str, Path], damage: str) -> None:
    harm, state, reason = DAMAGE[damage]
    harm(sealed["video"])
    outcome = verify(sealed["video"])
    assert outcome.state == state
    assert reason in outcome.reasons


def test_a_re_encoded_film_says_nothing(sealed: dict[str, Path], place: Path) -> None:
    burn(sealed["video"], into=place / "again.mp4", mark=mark_for(handle="me", token=""))
    assert verify(place / "again.mp4").state == State.NONE


def test_a_bit_in_a_still_is_seen(sealed: dict[str, Path]) -> None:
    content = bytearray(sealed["poster"].read_bytes())
    content[60] ^= 1
    sealed["poster"].write_bytes(content)
    assert verify(sealed["poster"]).state == State.INVALID


def test_our_manifest_on_another_film_is_invalid(
    sealed: dict[str, Path], place: Path, master: Path
) -> None:
    other = place / "other.mp4"
    shutil.copyfile(master, other)
    seal(other, statement=statement())
    content = other.read_bytes()
    other.write_bytes(content.replace(manifest_box(other), manifest_box(sealed["video"])))
    outcome = verify(other)
    assert (outcome.state, outcome.reasons) == (State.INVALID, ("assertion.bmffHash.mismatch",))


@pytest.mark.parametrize("organization", ["Somebody", ORGANIZATION])
def test_a_foreign_signer_is_foreign_whatever_it_says(
    sealed: dict[str, Path], place: Path, small: Path, organization: str
) -> None:
    path = place / "theirs.mp4"
    shutil.copyfile(small, path)
    sign_as(path, rival(SIGNER, organization=organization), statement())
    outcome = verify(path)
    assert (outcome.state, outcome.reasons) == (State.FOREIGN, ("signingCredential.untrusted",))
    assert outcome.claims  # it says all that ours say


def own_chain(name: str, *, life: timedelta = timedelta(days=9)) -> list[Issued]:
    middle = development._read(development.folder() / development.INTERMEDIATE)
    leaf = issue(name, organization=ORGANIZATION, life=life, issuer=middle, is_ca=False)
    return [leaf, middle]


def test_another_leaf_of_our_issuer_is_not_us(
    sealed: dict[str, Path], place: Path, small: Path
) -> None:
    path = place / "neighbour.mp4"
    shutil.copyfile(small, path)
    sign_as(path, own_chain("Another customer"), statement(), anchors=own_trust().anchors)
    outcome = verify(path)
    assert (outcome.state, outcome.reasons) == (State.FOREIGN, ("signer_not_ours",))


def test_a_still_of_a_tampered_film_is_invalid(sealed: dict[str, Path], place: Path) -> None:
    flip_in_box(sealed["video"], "mdat")
    path = still_of(sealed["video"], place, anchors=own_trust().anchors)
    outcome = verify(path)
    assert (outcome.state, outcome.reasons) == (State.INVALID, ("ingredient_invalid",))
    assert outcome.ingredients[0].reasons == ("assertion.bmffHash.mismatch",)


def test_a_still_of_an_unsigned_film_is_invalid(
    sealed: dict[str, Path], place: Path, small: Path
) -> None:
    outcome = verify(still_of(small, place, anchors=own_trust().anchors))
    assert (outcome.state, outcome.reasons) == (State.INVALID, ("ingredient_unsigned",))


def test_a_still_of_a_foreign_film_is_foreign(
    sealed: dict[str, Path], place: Path, small: Path
) -> None:
    film = place / "theirs.mp4"
    shutil.copyfile(small, film)
    sign_as(film, rival("Them", organization="Somebody"), statement())
    outcome = verify(still_of(film, place, anchors=own_trust().anchors))
    assert (outcome.state, outcome.reasons) == (State.FOREIGN, ("ingredient_foreign",))


def still_of(film: Path, place: Path, *, anchors: str) -> Path:
    """A poster signed by us without looking at the film first."""
    from PIL import Image

    path = place / "still.webp"
    Image.new("RGB", (64, 96), "teal").save(path)
    words = statement("poster", parent=film)
    sign_as(path, own_chain(SIGNER), words, anchors=anchors)
    return path


def other_source_type(manifest: Any) -> None:
    manifest["assertions"][0]["data"]["actions"][0]["digitalSourceType"] = CAMERA


def no_statement(manifest: Any) -> None:
    del manifest["assertions"][2]


def gathered(manifest: Any) -> None:
    manifest["assertions"][2]["created"] = False


def wrong_kind(manifest: Any) -> None:
    manifest["assertions"][2]["data"]["kind"] = "poster"


def precise_hour(manifest: Any) -> None:
    manifest["assertions"][2]["data"]["created_on"] = "2026-11-20T17:42:03"


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (other_source_type, "source_type_wrong"),
        (no_statement, "statement_missing"),
        (gathered, "statement_missing"),
        (wrong_kind, "statement_wrong"),
        (precise_hour, "statement_wrong"),
    ],
)
def test_our_key_saying_what_we_never_say_is_invalid(
    sealed: dict[str, Path], place: Path, small: Path, edit: Callable[[Any], None], reason: str
) -> None:
    path = place / "odd.mp4"
    shutil.copyfile(small, path)
    sign_as(path, own_chain(SIGNER), statement(), anchors=own_trust().anchors, edit=edit)
    outcome = verify(path)
    assert (outcome.state, outcome.reasons) == (State.INVALID, (reason,))


@pytest.mark.slow
def test_without_a_timestamp_a_film_dies_with_its_leaf(
    sealed: dict[str, Path], place: Path, small: Path
) -> None:
    """Why leaves live long and are renewed early."""
    from c2pa import C2paError

    path = place / "aged.mp4"
    # Where a machine takes longer to sign and verify, the leaf lives longer.
    for seconds in (3, 12, 48, 192):
        chain = own_chain(SIGNER, life=timedelta(seconds=seconds))
        shutil.copyfile(small, path)
        with suppress(C2paError):  # it was over before it had signed
            sign_as(path, chain, statement(), anchors=own_trust().anchors)
        if verify(path).authentic:
            break
    else:
        pytest.fail("it was never authentic")
    while datetime.now(UTC) <= chain[0].certificate.not_valid_after_utc + timedelta(seconds=1):
        time.sleep(0.2)
    outcome = verify(path)
    assert outcome.state == State.INVALID
    assert "signingCredential.expired" in outcome.reasons


@pytest.mark.parametrize(("harm", "code"), [(None, 0), (strip, 1), (Path.unlink, 2)])
def test_the_command_answers_with_its_exit_code(
    sealed: dict[str, Path],
    capsys: pytest.CaptureFixture[str],
    harm: Callable[[Path], None] | None,
    code: int,
) -> None:
    if harm:
        harm(sealed["video"])
    for flags in ([], ["--json"]):
        with pytest.raises(SystemExit) as ended:
            call_command("verify_provenance", str(sealed["video"]), *flags)
        assert ended.value.code == code
    words, _, machine = capsys.readouterr().out.partition("{")
    assert words.startswith({0: "Authentic", 1: "Unknown", 2: "Unreadable"}[code])
    assert json.loads("{" + machine)["state"] in {"authentic", "none", "unreadable"}


def test_the_command_names_the_parent(
    sealed: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        call_command("verify_provenance", str(sealed["poster"]))
    assert "from: Video, parentOf, authentic" in capsys.readouterr().out

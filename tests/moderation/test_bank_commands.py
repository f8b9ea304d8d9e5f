"""An operator fills the bank of known pictures with two commands."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from accounts.models import User
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError
from lib.media.pdq import hamming, pdq
from moderation.detectors.hashes import MAX_DISTANCE
from moderation.models import BankedHash, EntryState
from moderation.services import pictures as looking
from moderation.services.bank_proposals import confirm
from moderation.services.banks import bank_entries
from tests.media import pictures
from tests.media.pictures import Picture
from tests.moderation.banks.conftest import keeper

pytestmark = pytest.mark.django_db
KNOWN = pictures.noise()
Save = Callable[..., Path]
BY = "moderator@example.org"


@pytest.fixture(autouse=True)
def desk(moderator: Any) -> User:
    User.objects.filter(pk=moderator.pk).update(email=BY)
    return keeper(moderator)


@pytest.fixture
def saved(tmp_path: Path) -> Save:
    def save(picture: Picture, name: str = "picture.png") -> Path:
        Image.fromarray(picture).save(tmp_path / name)
        return tmp_path / name

    return save


def bank(path: Path, *flags: str) -> str:
    out = StringIO()
    call_command(
        "bank_picture", str(path), "--category", "child_safety", "--source", "trust_team",
        "--by", BY, *flags, stdout=out,
    )  # fmt: skip
    return out.getvalue()


def actions() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(action__startswith="moderation.").order_by("pk")
    return list(rows.values_list("action", "actor"))


def test_a_picture_is_banked_as_its_hash_and_nothing_else(saved: Save, desk: User) -> None:
    found = pdq(KNOWN)
    told = bank(saved(KNOWN))
    assert f"hash {found.hex} quality {found.quality}" in told
    row = BankedHash.objects.get()
    assert (row.hash, row.quality, row.bank.category) == (found.hex, found.quality, "child_safety")
    who = str(Actor.person(desk.pk))
    assert (row.source, row.added_by) == ("trust_team", who)
    assert actions() == [("moderation.bank.made", who), ("moderation.hash.added", who)]
    assert AuditEvent.objects.latest("pk").target == str(row.pk)


def test_who_proposes_at_the_shell_confirms_nothing_in_the_admin(saved: Save, desk: User) -> None:
    bank(saved(KNOWN))
    with pytest.raises(DomainError, match="permission_denied"):
        confirm(entry=BankedHash.objects.get(), by=desk)


def test_who_may_not_keep_banks_is_nobody_to_propose(saved: Save, desk: User) -> None:
    desk.groups.clear()
    with pytest.raises(CommandError, match="may not change hash banks"):
        bank(saved(KNOWN))
    with pytest.raises(CommandError, match="Nobody"):
        bank(saved(KNOWN), "--by", "nobody@example.org")
    assert not BankedHash.objects.exists()


def test_who_has_a_shell_proposes_and_no_more(saved: Save) -> None:
    assert "another person has to confirm" in bank(saved(KNOWN))
    assert BankedHash.objects.get().state == EntryState.PROPOSED
    assert bank_entries() == ()


def test_a_dry_run_tells_and_changes_nothing(saved: Save) -> None:
    told = bank(saved(KNOWN), "--dry-run")
    assert pdq(KNOWN).hex in told
    assert not BankedHash.objects.exists()
    assert actions() == []


@pytest.mark.parametrize("name", ["picture.jpg", "picture.webp", "picture.gif"])
def test_the_same_picture_in_another_format_is_near_enough_to_be_found(
    saved: Save, name: str
) -> None:
    bank(saved(KNOWN, name))
    kept = bytes.fromhex(BankedHash.objects.get().hash)
    assert hamming(kept, pdq(KNOWN).bits) <= MAX_DISTANCE


def test_a_large_picture_is_near_enough_too(saved: Save) -> None:
    bank(saved(pictures.noise(1280, 720)))
    frame = pdq(pictures.noise(256, 144))
    assert hamming(bytes.fromhex(BankedHash.objects.get().hash), frame.bits) <= MAX_DISTANCE


FLAT: Picture = np.full((256, 256, 3), 90, np.uint8)
CARD = FLAT.copy()
CARD[96:160, 96:160] = KNOWN[:64, :64]


@pytest.mark.parametrize(
    ("picture", "why"),
    [(FLAT, "low_quality"), (pictures.gradient(), "low_quality"), (CARD, "flat_picture")],
    ids=["one shade", "a slope", "a card"],
)
@pytest.mark.parametrize("flags", [(), ("--dry-run",)])
def test_a_picture_that_tells_too_little_is_refused(
    saved: Save, picture: Picture, why: str, flags: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError, match=why):
        bank(saved(picture), *flags)
    assert not BankedHash.objects.exists()
    assert actions() == []


def test_it_is_banked_once(saved: Save) -> None:
    bank(saved(KNOWN))
    with pytest.raises(CommandError, match="already"):
        bank(saved(KNOWN))
    assert BankedHash.objects.count() == 1
    assert len(actions()) == 2


def test_what_is_no_whole_picture_is_refused(tmp_path: Path, saved: Save) -> None:
    words, half = tmp_path / "words.png", saved(KNOWN, "half.png")
    words.write_text("no picture")
    half.write_bytes(half.read_bytes()[:3000])
    for path in (words, half, tmp_path / "missing.png", tmp_path):
        with pytest.raises(CommandError, match="Not a picture") as refused:
            bank(path)
        assert str(tmp_path) not in str(refused.value)
    assert not BankedHash.objects.exists()


def test_a_picture_too_large_to_unpack_is_refused(
    saved: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST_PIXELS", KNOWN.shape[0] * KNOWN.shape[1] - 1)
    with pytest.raises(CommandError, match="too large"):
        bank(saved(KNOWN))


@pytest.mark.parametrize("category", ["", "kittens"])
def test_a_category_must_be_one_of_the_policy_s(saved: Save, category: str) -> None:
    with pytest.raises(CommandError, match="category"):
        call_command(
            "bank_picture", str(saved(KNOWN)), "--category", category, "--source", "x", "--by", BY
        )


def test_a_hash_is_taken_out_again(saved: Save) -> None:
    bank(saved(KNOWN))
    call_command("unbank_picture", pdq(KNOWN).hex.upper(), stdout=StringIO())
    assert not BankedHash.objects.exists()
    assert bank_entries() == ()
    assert actions()[2:] == [("moderation.hash.removed", "system:operator")]


def test_a_hash_that_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="not in the bank"):
        call_command("unbank_picture", "0" * 64)
    assert actions() == []

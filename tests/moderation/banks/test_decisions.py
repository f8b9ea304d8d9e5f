"""What a person refused does not come back; what was refused by mistake does (M13)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from generation.models import Asset, AssetKind, Job
from generation.stages import Stage
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError
from lib.signed_media import storage_path
from moderation.answers import Answer, Coverage
from moderation.categories import Category
from moderation.files import digests
from moderation.models import (
    BankedHash,
    Cause,
    EntryState,
    HashBank,
    HashKind,
    Outcome,
    Review,
    ShownHash,
)
from moderation.policy.rows import Verdict
from moderation.services.bank_proposals import activate, confirm
from moderation.services.bank_subjects import bank_subject, remember_shown, would_meet
from moderation.services.bank_upkeep import remove_hash
from moderation.services.known_files import file_answer
from moderation.services.reviews import decide, open_review
from tests.generation.studio import Puppet, submitted, worked
from tests.moderation.banks.conftest import waited
from tests.moderation.banks.material import judged, look, shown
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
CLIP = (1, 2, 3)


@pytest.fixture
def decided(adder: User, creator: Any) -> Callable[[Outcome], Review]:
    def make(outcome: Outcome, subject: str = "gen_clip") -> Review:
        review = open_review(
            subject=subject, person_id=creator.pk, stage="inspect", category="violence",
            cause=Cause.POLICY, actor=Actor.system("test"),
        )  # fmt: skip
        return decide(review=review, by=adder, outcome=outcome)

    return make


def banked(adder: User, *, subject: str = "gen_clip") -> list[BankedHash]:
    return bank_subject(subject, category=Category.VIOLENCE, by=adder, expected=0)


def test_a_refused_clip_is_known_again_and_forgotten_when_the_refusal_falls(
    decided: Callable[[Outcome], Review], adder: User, second: User
) -> None:
    remember_shown("gen_clip", shown=shown(*CLIP), files=None)
    decided(Outcome.REFUSED)
    entries = banked(adder)
    assert len(entries) == len(CLIP)
    for entry in entries:
        confirm(entry=entry, by=second)
        waited(entry)
        activate(entry=entry, by=second)
    assert judged(look(2)).verdict == Verdict.REVIEW
    decided(Outcome.FINE_FOR_ALL)
    assert not BankedHash.objects.exists()
    assert judged(look(2)).verdict == Verdict.ALLOW


def test_one_person_s_fine_removes_nothing_that_protects_children(
    decided: Callable[[Outcome], Review], adder: User, second: User, third: User
) -> None:
    remember_shown("gen_clip", shown=shown(*CLIP), files=None)
    decided(Outcome.REFUSED)
    first, *_ = bank_subject("gen_clip", category=Category.CHILD_SAFETY, by=adder, expected=0)
    for person in (second, third):
        confirm(entry=first, by=person)
        waited(first)
    activate(entry=first, by=second)
    HashBank.objects.update(action="block")
    for _ in range(2):
        decided(Outcome.FINE_FOR_ALL)
    left = BankedHash.objects.get()  # the others were mere proposals
    assert (left.pk, left.state) == (first.pk, EntryState.DOUBTED)
    assert judged(look(1)).verdict == Verdict.REVIEW
    told = Event.objects.filter(type="bank.entry_doubted")
    assert {row.person_id for row in told} == {adder.pk, second.pk, third.pk}
    assert told.count() == len({adder, second, third})
    with pytest.raises(DomainError, match="permission_denied"):
        remove_hash(entry=left, by=second)
    User.objects.filter(pk=third.pk).update(is_superuser=True)
    remove_hash(entry=left, by=User.objects.get(pk=third.pk))
    assert not BankedHash.objects.exists()


@pytest.mark.parametrize("outcome", [None, Outcome.FINE_FOR_ALL, Outcome.FINE_FOR_ADULTS])
def test_only_what_a_person_refused_can_be_banked(
    decided: Callable[[Outcome], Review], adder: User, outcome: Outcome | None
) -> None:
    remember_shown("gen_clip", shown=shown(*CLIP), files=None)
    if outcome is not None:
        decided(outcome)
    with pytest.raises(DomainError, match="invalid"):
        banked(adder)
    assert not BankedHash.objects.exists()


@pytest.mark.parametrize("seeds", [(), (1,), (1, 2), (1, 1, 1, 2)])
def test_a_clip_of_fewer_than_three_frames_that_differ_is_refused(
    decided: Callable[[Outcome], Review], adder: User, seeds: tuple[int, ...]
) -> None:
    remember_shown("gen_clip", shown=shown(*seeds), files=None)
    decided(Outcome.REFUSED)
    with pytest.raises(DomainError, match="invalid"):
        banked(adder)


def test_the_dry_run_counts_others_things_once_each(
    decided: Callable[[Outcome], Review], adder: User
) -> None:
    remember_shown("gen_clip", shown=shown(*CLIP), files=None)
    remember_shown("gen_other", shown=shown(2, 3, 9), files=None)
    decided(Outcome.REFUSED)
    assert would_meet("gen_clip") == 1
    with pytest.raises(DomainError, match="stale_state"):
        banked(adder)
    assert not BankedHash.objects.exists(), "all of them or none"


def test_banking_it_again_adds_nothing(decided: Callable[[Outcome], Review], adder: User) -> None:
    remember_shown("gen_clip", shown=shown(*CLIP), files=None)
    decided(Outcome.REFUSED)
    assert len(banked(adder)) == len(CLIP)
    assert banked(adder) == []


def test_the_page_tells_the_dry_run_and_proposes(
    decided: Callable[[Outcome], Review], adder: User
) -> None:
    remember_shown("gen_clip", shown=shown(*CLIP), files=None)
    review = decided(Outcome.REFUSED)
    client = at_the_desk(adder)
    address = f"/admin/moderation/review/{review.public_id}/bank/"
    assert "would meet 0 other things" in client.get(address).content.decode()
    answer = client.post(address, {"category": "violence", "expected": "0"})
    assert answer.status_code == 302
    assert set(BankedHash.objects.values_list("state", flat=True)) == {EntryState.PROPOSED}


def unseen(path: Path, **told: Any) -> Any:
    """An inspection in which everything is assessed and two frames were shown."""
    from moderation.answers import Answer
    from moderation.categories import Surface
    from moderation.inspection import Inspection

    for detector in told["detectors"]:
        if getattr(detector, "shown", None) is not None:
            detector.shown.frames.extend(shown(*CLIP).frames)
    answer = Answer("test", "1", dict.fromkeys(Category, Coverage.ASSESSED))
    from moderation.detectors.base import Heard

    return Inspection([(Surface.FRAME, answer)], [], Heard((), True, (), "test", "1"))


@pytest.fixture
def inspected(
    creator: Any, puppet: Callable[..., Puppet], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Job]:
    def make() -> Job:
        puppet()
        monkeypatch.setattr("generation.work.inspecting.inspect_film", unseen)
        return worked(submitted(creator), Stage.RENDER, Stage.INSPECT)

    return make


def test_what_a_film_shows_is_remembered_with_its_inspection_and_goes_with_it(
    inspected: Callable[[], Job],
) -> None:
    from generation.work.erasure import remove_assets

    job = inspected()
    rows = ShownHash.objects.filter(subject=job.public_id)
    assert sorted(rows.values_list("kind", flat=True)) == ["md5", "pdq", "pdq", "pdq", "sha1"]
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    assert rows.get(kind="md5").hash == digests(storage_path(master.storage_key)).md5
    remove_assets(job)
    assert not rows.exists()


@pytest.mark.parametrize("kind", [HashKind.MD5, HashKind.SHA1])
def test_the_very_same_file_is_known_again(
    active: Any, bank: Any, adder: User, tmp_path: Path, kind: HashKind
) -> None:
    (tmp_path / "f").write_bytes(b"the very same bytes")
    found = digests(tmp_path / "f")
    active(kind=kind, hash_hex=getattr(found, kind.value), quality=None)
    answer: Answer = file_answer(found)
    assert [(hit.category, hit.ruling) for hit in answer.hits] == [(Category.VIOLENCE, "block")]
    (tmp_path / "f").write_bytes(b"the very same bytes.")
    assert file_answer(digests(tmp_path / "f")).hits == ()

"""Known pictures, and other films that show the same: by the hashes that are kept of what each film
shows, without its bytes."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from enforcement.models import Decision
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.found import Found, How
from feed.models import Post
from feed.states import PostState
from lib.ids import IdKind, decode, encode
from moderation.answers import Ruling
from moderation.categories import Category
from moderation.detectors.hashes import NAME as PICTURES
from moderation.detectors.hashes import BankEntry
from moderation.detectors.hashes.matching import columns, near
from moderation.models import HashKind, ShownHash
from moderation.services.bank_foreseeing import foreseen
from moderation.services.bank_loading import bank_entries, entries_in_use
from moderation.services.bank_subjects import FEWEST_FRAMES
from moderation.services.known_files import NAME as FILES

COPIES_NAMED = 20
# How much it weighs: an entry that two people confirmed, one that asks a person, a copy of what was
# found to break a rule, and one of what was merely taken down.
BLOCKED, DOUBTED, COPY_OF_REFUSED, COPY_OF_REMOVED = 1.0, 0.8, 0.8, 0.5
FILE_KINDS = (HashKind.MD5, HashKind.SHA1)


def known(film: UUID) -> list[Found]:
    """The entries of hash banks that this film (a job's key) meets today; one in shadow says
    nothing."""
    rows = list(ShownHash.objects.filter(subject=encode(IdKind.GENERATION, film)))
    return list({one.about: one for one in (*_pictures(rows), *_files(rows))}.values())


def _pictures(rows: list[ShownHash]) -> Iterator[Found]:
    import numpy as np

    from lib.media.pdq import parsed

    frames = [row for row in rows if row.kind == HashKind.PDQ]
    bank = bank_entries() if frames else ()
    if not bank:
        return
    hashes = columns(parsed(entry.hash) for entry in bank)
    limits = np.array([entry.within for entry in bank], np.int16)
    for row in frames:
        for number in near(parsed(row.hash), hashes, limits=limits):
            yield from _met(bank[number], PICTURES, row.at_seconds)


def _files(rows: list[ShownHash]) -> Iterator[Found]:
    for kind in FILE_KINDS:
        hashes = [row.hash for row in rows if row.kind == kind]
        for entry in entries_in_use(kind, among=hashes) if hashes else ():
            yield from _met(entry, FILES, None)


def _met(entry: BankEntry, detector: str, at: float | None) -> Iterator[Found]:
    if entry.ruling == Ruling.SHADOW:
        return
    score = BLOCKED if entry.ruling == Ruling.BLOCK else DOUBTED
    yield Found(
        How.KNOWN_HASH, score, detector, Category(entry.category), entry.id, at, at, certain=True
    )


def copies(film: UUID) -> list[Found]:
    """Other films that show the same and were removed, or found to break a rule; at most the
    COPIES_NAMED gravest. Nothing of what is child safety's."""
    removed = _removed([decode(IdKind.GENERATION, one) for one in _alike(film)])
    gravest = sorted(removed.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        Found(How.NEAR_COPY, score, "copies", about=name, certain=score == COPY_OF_REFUSED)
        for name, score in gravest[:COPIES_NAMED]
    ]


def _alike(film: UUID) -> list[str]:
    """Jobs with a file in common, or three frames: one logo makes no copy."""
    subject = encode(IdKind.GENERATION, film)
    rows = list(ShownHash.objects.filter(subject=subject))
    frames = [row.hash for row in rows if row.kind == HashKind.PDQ]
    same = foreseen(HashKind.PDQ, frames, at_least=FEWEST_FRAMES)
    for kind in FILE_KINDS:
        same |= foreseen(kind, [row.hash for row in rows if row.kind == kind])
    return [name for name in same if name != subject and name.startswith(f"{IdKind.GENERATION}_")]


def _removed(films: list[UUID]) -> dict[str, float]:
    """By a post's typed id, how much it weighs that this film is like it."""
    by_post: dict[UUID, float] = defaultdict(float)
    posts = Post.objects.filter(draft__job__in=films)
    down = posts.filter(state=PostState.TAKEN_DOWN)
    by_post.update(dict.fromkeys(down.values_list("pk", flat=True), COPY_OF_REMOVED))
    refused = Decision.objects.filter(
        subject_kind=SubjectKind.POST,
        subject_id__in=posts.values("pk"),
        outcome=Outcome.VIOLATION,
        superseded_by=None,
    )
    diverted = set(refused.filter(case__diverted=True).values_list("subject_id", flat=True))
    for key in refused.values_list("subject_id", flat=True):
        by_post[key] = COPY_OF_REFUSED
    return {
        encode(IdKind.POST, key): score for key, score in by_post.items() if key not in diverted
    }

"""What a person's own archive holds of this room: what they asked for, and the films that left.

Never what lies under `work/`, `kept/` or `quarantine/`: the one marked rendition with its poster
and its spritesheet is all that anybody gets (law 10).
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from accounts.models import User
from cameos.reading import unseen
from generation.models import (
    Asset,
    Attempt,
    Draft,
    FilmHold,
    InputImage,
    Job,
    Offer,
    OwedErasure,
    Script,
    Source,
    StopSwitch,
    Withdrawal,
)
from generation.selectors import drafts_for, jobs_for
from lib.exporting import CHUNK, LeftOut, Record, StoredFile, Walker, table
from lib.ids import IdKind, decode

FOLDER = "films"
FILES = ("job__assets", "job__withdrawals")
SUFFIXES = {"video/mp4": "mp4", "image/webp": "webp", "image/png": "png", "image/jpeg": "jpg"}


def _jobs(person: User) -> Iterator[Record]:
    from generation.api.generations import GenerationSerializer

    for job in jobs_for(person).order_by("pk").iterator(chunk_size=CHUNK):
        shown = GenerationSerializer(job).data
        yield {name: shown[name] for name in shown if name != "can"}


def _drafts(person: User) -> Iterator[Record]:
    from generation.api.drafts import DraftSerializer

    drafts = drafts_for(person).prefetch_related("job__withdrawals").order_by("pk")
    for draft in drafts.iterator(chunk_size=CHUNK):
        shown = DraftSerializer(draft).data
        files = [_stored(draft, asset).path for asset in _leaving(draft)]
        kept = {name: shown[name] for name in shown if name not in {"can", "assets"}}
        yield kept | {"files": files}


def _files(person: User) -> Iterator[StoredFile]:
    """Of drafts that they see now, what may leave now: neither what was taken down nor what is
    still to be moved there."""
    drafts = Draft.objects.visible_to(person).select_related("job").order_by("pk")
    for draft in drafts.prefetch_related(*FILES).iterator(chunk_size=CHUNK):
        for asset in _leaving(draft):
            yield _stored(draft, asset)


def _leaving(draft: Draft) -> list[Asset]:
    held = bool(draft.job.withdrawals.all())
    found = [] if held else [asset for asset in draft.job.assets.all() if asset.may_leave]
    return sorted(found, key=lambda asset: asset.kind)


def _stored(draft: Draft, asset: Asset) -> StoredFile:
    suffix = SUFFIXES.get(asset.mime.partition(";")[0], "bin")
    return StoredFile(
        path=f"{FOLDER}/{draft.public_id}/{asset.kind}.{suffix}",
        storage_key=asset.storage_key,
        sha256=asset.sha256,
        bytes=asset.bytes,
    )


def _taken_back(person: User, paths: list[str]) -> bool:
    """Whether one of these films is hidden from its maker by now, or taken down. One that they
    deleted, or whose time ran out, was theirs when they asked."""
    ids = {parts[1] for path in paths if (parts := path.split("/"))[0] == FOLDER}
    keys = [decode(IdKind.VIDEO, one) for one in ids]
    mine = Draft.objects.filter(owner=person, pk__in=keys)
    film = OuterRef("job_id")
    held_back = Q(unseen(film, person)) | Q(job__withdrawals__isnull=False)
    if mine.count() != len(keys) or mine.filter(held_back).exists():
        return True
    still = mine.filter(deleted_at=None).select_related("job").prefetch_related(*FILES)
    leaving = {_stored(draft, asset).path for draft in still for asset in _leaving(draft)}
    there = {f"{FOLDER}/{draft.public_id}/" for draft in still}
    return any(path not in leaving for path in paths if path.startswith(tuple(there)))


def _scripts(person: User) -> QuerySet[Any]:
    seen = Draft.objects.visible_to(person).values("job")
    return Script.objects.filter(job__in=seen).select_related("job").order_by("pk")


WALKERS = (
    Walker(
        Job,
        "Every video that you asked for: your words, what it was made of, and what came of it.",
        _jobs,
        also=(InputImage, Source),
    ),
    Walker(
        Draft,
        "Your finished videos; `files` are their places in this archive.",
        _drafts,
        also=(Asset,),
        files=_files,
        taken_back=_taken_back,
    ),
    Walker(
        Script,
        "What is said in your videos.",
        table(_scripts, "lines", generation=lambda row: row.job.public_id),
    ),
    LeftOut(
        (Attempt, OwedErasure, Withdrawal),
        "The machinery of making and erasing files: worker, times, keys of the store. Why a film "
        "was taken away you are told in your events.",
    ),
    LeftOut((Offer, StopSwitch), "What staff decided for everybody; it names whoever of them did."),
    LeftOut(
        (FilmHold,),
        "Which part of a decision closed what; the decision stands in the archive.",
    ),
)

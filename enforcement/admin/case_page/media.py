"""The files of a case: which there are, and who may see how much of which for how long."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from enforcement.admin.case_page.films import job_of, seen_of
from enforcement.child_safety import found, keeps_back, same_film
from enforcement.models import Case, CopyState, ReportAttachment, Snapshot, SnapshotFile
from enforcement.services.attaching import KEPT_MIME as MIME
from enforcement.services.withdrawn import cases_of, is_kept, is_withdrawn
from enforcement.states import UNDECIDED
from enforcement.subjects.films import is_withdrawn as film_is_withdrawn
from generation.models import AssetKind

SECONDS = 300  # as every address of a film (lib/signed_media)
SALT = "enforcement.case_media"
SESSION_KEY = "revealed_media"


class Look(models.TextChoices):
    """How much is seen. Each step is asked for by itself (Q-17), and holds for five minutes."""

    BLURRED = "blurred", "Blurred, in grey"
    GREY = "grey", "Frames, sharp, in grey"
    COLOUR = "colour", "Frames, sharp, in colour"
    FILM = "film", "The film, in grey, without sound"
    FILM_FULL = "film_full", "The film, in colour, with sound"


REVEALS = [(one.value, one.label) for one in Look if one != Look.BLURRED]


class Need(models.TextChoices):
    """Why somebody looks closer."""

    UNCLEAR = "unclear", "The blurred frames do not decide it"
    FINDING = "finding", "To check a finding, or the part that was reported"
    APPEAL = "appeal", "To look at it again after a contest"
    SECOND = "second", "As the second person of a proposal"


@dataclass(frozen=True, slots=True)
class File:
    """A picture or a film. `source` names it in an address: a copy of the snapshot (`kept`), a file
    of the thing as it is (`live`), or what somebody sent with a report (`sent`)."""

    source: str
    role: str
    key: str
    mime: str


def withheld(case: Case) -> str:
    """Why no media of the case are on its page; empty where they are."""
    if case.diverted:
        return "What was reported lies in the vault; it is shown on no page."
    same = same_film(case.subject_kind, case.subject_id)
    if keeps_back(case.subject_kind, case.subject_id):
        return "Its pictures are not shown yet: something else about it is looked at first."
    if found().filter(same).exists():
        return "Its pictures are shown on no page."
    if case.state not in UNDECIDED and any(map(is_withdrawn, _snapshots(case))):
        return (
            "Somebody in it took their consent back: its pictures are shown only while somebody "
            "decides about it, or about an appeal."
        )
    return ""


def files_of(case: Case) -> list[File]:
    """The newest copies that were made when it was reported; of what was not copied the files as
    they are now. Empty where they are withheld."""
    return [] if withheld(case) else _files(case)


def _files(case: Case) -> list[File]:
    found = {one.role: one for one in (*_live(case), *_kept(case))}
    order = (AssetKind.SPRITESHEET, AssetKind.POSTER, AssetKind.VIDEO)
    return [found[role] for role in order if role in found]


def _sent(case: Case) -> list[tuple[UUID, File]]:
    """Pictures that reporters sent, each with the key of its report, once a worker looked at them.
    Withheld with those of the case."""
    rows = ReportAttachment.objects.filter(report__case=case, refused=False)
    seen = rows.filter(looked_at__isnull=False).order_by("uploaded_at", "pk")
    return [(one.report_id, File(f"sent:{one.pk}", "sent", one.key, MIME)) for one in seen]


def _kept(case: Case) -> Iterator[File]:
    """The oldest first, so that the newest stands; of an appeal also those of what it is against,
    for the thing may be gone since. What somebody withdrew from is there only where it is kept."""
    kept = [one.pk for one in _snapshots(case) if is_kept(one)]
    rows = SnapshotFile.objects.filter(snapshot__in=kept, copy_state=CopyState.COPIED)
    for row in rows.order_by("snapshot__taken_at"):
        yield File(f"kept:{row.pk}", row.role, row.key, row.mime)


def _snapshots(case: Case) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(case__in=cases_of(case)).select_related("case")


def _live(case: Case) -> Iterator[File]:
    job_id = job_of(case)
    if job_id is not None and film_is_withdrawn(job_id):
        return
    for ref in seen_of(case).media:
        yield File(f"live:{ref.role}", ref.role, ref.storage_key, ref.mime)


def reveal(request: HttpRequest, case: Case, look: Look) -> None:
    """From now on, in this browser alone."""
    kept = _still(request.session.get(SESSION_KEY, {}))
    kept.setdefault(str(case.pk), {})[look.value] = time.time() + SECONDS
    request.session[SESSION_KEY] = kept


def looks_of(request: HttpRequest, case: Case) -> set[Look]:
    """What was revealed of it, and still is."""
    kept = _still(request.session.get(SESSION_KEY, {}))
    return {Look(name) for name in kept.get(str(case.pk), {})}


def _still(kept: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    now = time.time()
    left = {
        case: {name: until for name, until in looks.items() if now < until <= now + SECONDS}
        for case, looks in kept.items()
    }
    return {case: looks for case, looks in left.items() if looks}


def address(request: HttpRequest, case: Case, file: File, look: Look) -> str:
    """Opens this file so far, for this member of staff, for five minutes."""
    token = signing.dumps([str(request.user.pk), str(case.pk), file.source, look.value], salt=SALT)
    return reverse("admin:enforcement_case_media", args=[case.public_id, token])


def named(request: HttpRequest, case: Case, token: str) -> tuple[File, Look] | None:
    """What an address opens; None for one that is old, or somebody else's."""
    try:
        person, key, source, look = signing.loads(token, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    if (person, key) != (str(request.user.pk), str(case.pk)):
        return None
    file = next((one for one in _all_of(case) if one.source == source), None)
    return (file, Look(look)) if file else None


def _all_of(case: Case) -> Iterator[File]:
    if withheld(case):
        return
    yield from _files(case)
    yield from (file for _, file in _sent(case))


def look_at(request: HttpRequest, case: Case) -> Look:
    """How much of a picture is seen now."""
    seen = looks_of(request, case)
    return next((one for one in (Look.COLOUR, Look.GREY) if one in seen), Look.BLURRED)


def shown(request: HttpRequest, case: Case) -> dict[str, Any]:
    """For the template: frames first, as far as they were revealed; the film only then."""
    seen = looks_of(request, case)
    why = withheld(case)
    files, sent = ([], []) if why else (_files(case), _sent(case))
    frames = next((one for one in files if one.role != AssetKind.VIDEO), None)
    film = next((one for one in files if one.role == AssetKind.VIDEO), None)
    best = look_at(request, case)
    played = next((one for one in (Look.FILM_FULL, Look.FILM) if one in seen), None)
    return {
        "withheld": why,
        "frames": address(request, case, frames, best) if frames else None,
        "sent": [(key, address(request, case, one, best)) for key, one in sent],
        "look": best,
        "film": address(request, case, film, played) if film and played else None,
        "mime": film.mime if film else "",
        "with_sound": played == Look.FILM_FULL,
        "reveals": REVEALS if film else REVEALS[:2],
        "needs": Need.choices,
        "minutes": SECONDS // 60,
    }

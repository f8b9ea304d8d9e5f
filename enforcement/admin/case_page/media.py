"""The files of a case: which there are, and who may see how much of which for how long."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from enforcement.admin.case_page.films import job_of
from enforcement.models import Case, CopyState, SnapshotFile
from enforcement.states import UNDECIDED, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from feed.models import Post
from generation.models import AssetKind, Draft

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
    """A picture or a film. `source` names it in an address: a copy of the snapshot (`kept`), or a
    file of the thing as it is (`live`)."""

    source: str
    role: str
    key: str
    mime: str


def withheld(case: Case) -> str:
    """Why no media of the case are on its page; empty where they are."""
    if case.diverted:
        return "What was reported lies in the vault; it is shown on no page."
    others = Case.objects.filter(_same_film(case), diverted=True)
    if others.filter(state__in=sorted(UNDECIDED)).exists():
        return "Its pictures are not shown yet: something else about it is looked at first."
    if others.filter(outcome=Outcome.VIOLATION).exists():
        return "Its pictures are shown on no page."
    return ""


def _same_film(case: Case) -> Q:
    """Of cases: those about the same thing, or about a draft or a post of the same film."""
    same = Q(subject_kind=case.subject_kind, subject_id=case.subject_id)
    film = job_of(case)
    if film is None:
        return same
    drafts = Draft.objects.filter(job=film).values("pk")
    posts = Post.objects.filter(draft__job=film).values("pk")
    return (
        same
        | Q(subject_kind=SubjectKind.DRAFT, subject_id__in=drafts)
        | Q(subject_kind=SubjectKind.POST, subject_id__in=posts)
    )


def files_of(case: Case) -> list[File]:
    """The newest copies that were made when it was reported; of what was not copied the files as
    they are now. Empty where they are withheld."""
    if withheld(case):
        return []
    found = {one.role: one for one in (*_live(case), *_kept(case))}
    order = (AssetKind.SPRITESHEET, AssetKind.POSTER, AssetKind.VIDEO)
    return [found[role] for role in order if role in found]


def _kept(case: Case) -> Iterator[File]:
    """The oldest first, so that the newest stands."""
    rows = SnapshotFile.objects.filter(snapshot__case=case, copy_state=CopyState.COPIED)
    for row in rows.order_by("snapshot__taken_at"):
        yield File(f"kept:{row.pk}", row.role, row.key, row.mime)


def _live(case: Case) -> Iterator[File]:
    for ref in subject_of(case.subject_kind).seen(case.subject_id).media:
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
    file = next((one for one in files_of(case) if one.source == source), None)
    return (file, Look(look)) if file else None


def shown(request: HttpRequest, case: Case) -> dict[str, Any]:
    """For the template: frames first, as far as they were revealed; the film only then."""
    seen = looks_of(request, case)
    frames, film = _frames(case), _film(case)
    best = next((one for one in (Look.COLOUR, Look.GREY) if one in seen), Look.BLURRED)
    played = next((one for one in (Look.FILM_FULL, Look.FILM) if one in seen), None)
    return {
        "withheld": withheld(case),
        "frames": address(request, case, frames, best) if frames else None,
        "look": best,
        "film": address(request, case, film, played) if film and played else None,
        "mime": film.mime if film else "",
        "with_sound": played == Look.FILM_FULL,
        "reveals": REVEALS if film else REVEALS[:2],
        "needs": Need.choices,
        "minutes": SECONDS // 60,
    }


def _frames(case: Case) -> File | None:
    return next((one for one in files_of(case) if one.role != AssetKind.VIDEO), None)


def _film(case: Case) -> File | None:
    return next((one for one in files_of(case) if one.role == AssetKind.VIDEO), None)

"""Revealing what a case shows, and the addresses that lead to it."""

from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.api.access import viewer_of
from audit.reasons import stated_reason
from audit.services import record
from enforcement.admin.case_page import media
from enforcement.admin.case_page.media import File, Look, Need
from enforcement.admin.case_page.pictures import blurred, greyed
from enforcement.admin.deciding.views import one_seen
from enforcement.models import Case
from enforcement.policies import see_case
from generation.models import AssetKind
from lib.actors import Actor
from lib.media.errors import MediaError
from lib.media.silencing import pictures_alone
from lib.partial import partly
from lib.signed_media import reading

REVEALED = "enforcement.media.revealed"
SHOWN = "enforcement.media.shown"
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


@require_http_methods(["POST"])
def reveal(request: HttpRequest, case_id: str) -> HttpResponse:
    """One step closer, for five minutes; who looked, how close and why stays. Without a reason
    nothing is."""
    case: Case = one_seen(see_case, case_id, request)
    look, need = request.POST.get("look"), request.POST.get("need")
    page = reverse("admin:enforcement_case_change", args=[case.pk])
    if look not in dict(media.REVEALS) or media.withheld(case):
        raise PermissionDenied
    if need not in Need.values:
        messages.error(request, "Nothing was revealed: choose why you look.")
        return redirect(page)
    reason = stated_reason(request)
    record(
        REVEALED,
        actor=Actor.person(viewer_of(request).pk),
        target=case.public_id,
        look=look,
        need=need,
        **(reason.facts if reason else {}),
    )
    media.reveal(request, case, Look(look))
    return redirect(f"{page}#media")


@require_http_methods(["GET"])
def show(request: HttpRequest, case_id: str, token: str) -> HttpResponse:
    """The bytes, as much of them as the address says; of a film the part that a player asks for."""
    case: Case = one_seen(see_case, case_id, request)
    found = media.named(request, case, token)
    if found is None:
        raise Http404
    file, look = found
    content, mime = _content(file, look)
    return partly(request, content, mime=mime, headers=HEADERS)


def _content(file: File, look: Look) -> tuple[bytes, str]:
    is_film = file.role == AssetKind.VIDEO
    if is_film != (look in (Look.FILM, Look.FILM_FULL)):
        raise Http404  # a film has no blurred variant: it is not shown at all before
    try:
        with reading(file.key) as path:
            return _as_far_as(look, path, file.mime)
    except (OSError, MediaError):
        raise Http404 from None


def _as_far_as(look: Look, path: Path, mime: str) -> tuple[bytes, str]:
    """The sound of a silent film and the colours of a grey picture never leave the server; a film
    is grey by the page alone, for to draw it anew takes longer than to watch it."""
    match look:
        case Look.BLURRED:
            return blurred(path.read_bytes()), "image/webp"
        case Look.GREY:
            return greyed(path.read_bytes()), "image/webp"
        case Look.FILM:
            return pictures_alone(path).getvalue(), "video/mp4"
        case _:
            return path.read_bytes(), mime

"""The link in a digest that ends digests: for whoever has the mail, signed in or not (RFC 8058)."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inbox.services.preferring import end_digests

LONGEST = 256


def link_for(person_id: UUID) -> str:
    """Without an end: a mail may be read late. All that it can do is to end digests."""
    return f"{settings.PUBLIC_ORIGIN}{reverse('unsubscribe')}?token={_signer().sign(person_id.hex)}"


@csrf_exempt  # a mail program posts without a cookie: the link is the key
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """GET shows a button, for mail programs fetch links; POST ends digests. What the link is worth
    is said alike whether or not somebody still gets any."""
    try:
        person_id = UUID(hex=_signer().unsign(request.GET.get("token", "")[:LONGEST]))
    except (BadSignature, ValueError):
        return _page(request, status=404)
    if request.method == "POST":
        end_digests(person_id=person_id)
    return _page(request, holds=True, done=request.method == "POST")


def _page(request: HttpRequest, *, status: int = 200, **facts: object) -> HttpResponse:
    response = render(request, "inbox/unsubscribe.html", facts, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the token stands in the address
    return response


def _signer() -> Signer:
    return Signer(salt="inbox.digest")

"""The page behind the link in the mail to somebody who cannot sign in: opening it does nothing yet,
the button closes the account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import closing_links
from accounts.services.closing import close_account, grace
from lib.actors import Actor
from lib.errors import DomainError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest) -> HttpResponse:
    """GET shows what will happen, for mail programs fetch links; POST closes."""
    try:
        person = closing_links.person_of(request.GET.get("token", "")[:512])
        if request.method == "POST":
            person = close_account(person=person, actor=Actor.person(person.pk))
    except DomainError as error:
        return _page(request, status=error.http_status, refusal=error.detail)
    return _page(request, due=person.erase_due_at, days=grace().days)


def _page(request: HttpRequest, *, status: int = 200, **facts: object) -> HttpResponse:
    response = render(request, "accounts/leaving.html", facts, status=status)
    # The token stands in the address: no other site hears it. Under "no-referrer" a browser sends
    # its own form with `Origin: null` (Fetch, 3.1), which the check against forgery refuses.
    response["Referrer-Policy"] = "same-origin"
    return response

"""The page behind the link in the mail: opening it does nothing yet, the button asks for a look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import proof_links
from accounts.services.age_appeals import appeal_refusal, open_appeal
from lib.actors import Actor
from lib.errors import DomainError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proof_of_age(request: HttpRequest) -> HttpResponse:
    """GET shows what will happen, for mail programs fetch links; POST opens the appeal."""
    try:
        person = proof_links.person_of(request.GET.get("token", "")[:512])
        if request.method == "POST":
            open_appeal(person=person, actor=Actor.person(person.pk))
            refusal = None
        else:
            refusal = appeal_refusal(person)
    except DomainError as error:
        return _page(request, status=error.http_status, refusal=error.detail)
    return _page(
        request,
        refusal=refusal.detail if refusal else "",
        due=person.proof_due_at,
        asked=request.method == "POST",
    )


def _page(request: HttpRequest, *, status: int = 200, **facts: object) -> HttpResponse:
    response = render(request, "accounts/proof_of_age.html", facts, status=status)
    # The token stands in the address: no other site hears it. Under "no-referrer" a browser sends
    # its own form with `Origin: null` (Fetch, 3.1), which the check against forgery refuses.
    response["Referrer-Policy"] = "same-origin"
    return response

"""Pages for people who run this: what is where, and the mailbox of a development folder."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.loopback import LOOPBACK, only_loopback
from config.pages.mailbox import letters


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page: what this is, and where everything stands."""
    facts = {
        "version": settings.VERSION,
        "profile": settings.PROFILE,
        "development": not settings.PRODUCTION,
    }
    return render(request, "pages/front.html", facts)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it on every page; there is none."""
    return HttpResponse(status=204)


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mails of this development folder, newest first, to this machine alone."""
    if not only_loopback() or request.META.get("REMOTE_ADDR") not in LOOPBACK:
        raise Http404
    return render(request, "pages/mailbox.html", {"letters": letters()})

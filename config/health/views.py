from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.health.lacks import lacks
from config.health.parts import examine

# Without the screener nothing is lost: what is asked for waits in the screen queue. Without the
# monitor films are held. What a store or a processor owes another web process would not bring.
ONLY_DEGRADES = {
    *("outbox", "files", "missing_files", "processors", "pushes", "screener", "monitor"),
    "cases",  # staff are late, no process is
}


@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """200 while this process answers at all; asks nobody else."""
    return JsonResponse({"status": "live", "version": settings.VERSION})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part that this process needs is ready, else 503; parts as {ok, detail, ms}.

    An outbox that nobody pays is said ("degraded") and takes no web process out of service.
    """
    parts = examine()
    failing = {name for name, part in parts.items() if not part["ok"]}
    ready = failing <= ONLY_DEGRADES
    answer = {
        "status": ("degraded" if failing else "ready") if ready else "not ready",
        "version": settings.VERSION,
        "profile": settings.PROFILE,
        "parts": parts,
        "lacks": lacks(),
    }
    return JsonResponse(answer, status=200 if ready else 503)

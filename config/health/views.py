from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.health.lacks import lacks
from config.health.parts import examine


@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """200 while this process answers at all; asks nobody else."""
    return JsonResponse({"status": "live", "version": settings.VERSION})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is ready, else 503; each part as {ok, detail, ms}."""
    parts = examine()
    ready = all(part["ok"] for part in parts.values())
    answer = {
        "status": "ready" if ready else "not ready",
        "version": settings.VERSION,
        "profile": settings.PROFILE,
        "parts": parts,
        "lacks": lacks(),
    }
    return JsonResponse(answer, status=200 if ready else 503)

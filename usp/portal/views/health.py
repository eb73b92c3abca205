"""The two probes: is this process alive, and can the portal do its work?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from usp.core.policies import public
from usp.portal import health


@public
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers requests; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@public
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when database, cache and worker answer; otherwise 503, naming the missing ones."""
    parts = health.report()
    missing = [name for name, answers in parts.items() if not answers]
    return JsonResponse(
        {"status": "not ready" if missing else "ready", "missing": missing, "parts": parts},
        status=503 if missing else 200,
    )

"""The one base of all views under /api/v1."""

from typing import Any
from uuid import UUID

from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from lib.api import throttling


class ApiView(APIView):
    """JSON in and out, JWT, our throttles and our errors (all from config/api_settings.py).

    A subclass may name a `throttle_scope` of `lib.api.throttling.RATES`.
    """

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    throttle_scope: str | None = None

    def body(self, serializer: type[BaseSerializer[Any]], **context: Any) -> dict[str, Any]:
        """The validated body. Raises DRF's ValidationError, which becomes a 400."""
        reader = serializer(data=self.request.data, context={"request": self.request, **context})
        reader.is_valid(raise_exception=True)
        validated: dict[str, Any] = reader.validated_data
        return validated

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        throttle = throttling.AddressThrottle()
        if not throttle.allow_request(request, self):
            raise Throttled(wait=throttle.wait())
        super().initial(request, *args, **kwargs)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        for name, value in throttling.headers(request._request).items():
            answer.headers[name] = value
        return answer


def viewer_id(request: Request) -> UUID | None:
    """The id of the person who asks, None for a guest."""
    key: UUID | None = request.user.pk if request.user else None
    return key

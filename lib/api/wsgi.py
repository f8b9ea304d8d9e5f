"""Django's WSGI handler, but the client does not choose the codec."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """Everything is UTF-8, as RFC 8259 and the URL standard say.

    Django takes any codec of Python's from `Content-Type: …; charset=`, and dies while it builds
    the request, before any middleware, where that is no text codec (`base64`, say).
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        header = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(header)


class Utf8Handler(WSGIHandler):
    """The application that config/wsgi.py offers."""

    request_class = Utf8Request

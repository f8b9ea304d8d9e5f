"""JSON as RFC 8259 means it: UTF-8, no double names, no NaN, no half characters."""

import json
import re
from collections.abc import Mapping
from typing import IO, Any, ClassVar, NoReturn

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser, JSONParser

from lib.errors import DomainError, ErrorCode

SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class StrictJSONParser(JSONParser):
    """Raises DomainError: `malformed`, `duplicate_field` or `invalid_characters`.

    DRF hands over the body that Django has already bounded (DATA_UPLOAD_MAX_MEMORY_SIZE).
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The JSON value in the stream."""
        try:
            text = stream.read().decode()
            value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise DomainError(ErrorCode.MALFORMED, _("The body is no valid JSON.")) from None
        if SURROGATE_ESCAPE.search(text):
            _refuse_half_characters(value)
        return value


class BytesParser(BaseParser):
    """The body as it came, whatever it says of itself; a view that takes one names a subclass with
    `most`, in bytes. Raises DomainError `too_large`."""

    media_type = "*/*"
    most: ClassVar[int]

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """All of it, as bytes."""
        content: bytes = stream.read(self.most + 1)
        if len(content) > self.most:
            raise DomainError(ErrorCode.TOO_LARGE, _("The body is too large."))
        return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise DomainError(ErrorCode.DUPLICATE_FIELD, _("A field stands in the body twice."))
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_half_characters(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise DomainError(
            ErrorCode.INVALID_CHARACTERS, _("The body holds half a surrogate pair.")
        ) from None

"""JSON as RFC 8259 means it: UTF-8, no double names, no NaN, no half characters."""

import json
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser

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

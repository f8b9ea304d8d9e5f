"""`ETag` and `If-Match` for what two devices of one owner may write."""

import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from lib.errors import DomainError, ErrorCode

TAG = re.compile(r'"([0-9]{1,9})"', re.ASCII)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    required=True,
    description="The `ETag` of the answer that was changed here.",
)


def version_named(request: Request) -> int:
    """The version that the writer read.

    Raises DomainError `precondition_required` without the header, `precondition_failed` for what
    is no tag of ours: nothing of ours has it.
    """
    header = request.headers.get("If-Match", "")
    if not header:
        raise DomainError(
            ErrorCode.PRECONDITION_REQUIRED, _("The header If-Match is required here.")
        )
    match = TAG.fullmatch(header.strip())
    if match is None:
        raise DomainError(ErrorCode.PRECONDITION_FAILED, _("No version of this has that tag."))
    return int(match[1])


def tagged(data: Any, version: int) -> Response:
    """200 with the strong tag of a version."""
    return Response(data, headers={"ETag": f'"{version}"', "Cache-Control": "private, no-cache"})

"""Which bodies are larger than JSON, by their path alone: asked before anybody looks at one."""

import re

from enforcement.limits import ATTACHMENT_BYTES
from lib.api.patterns import id_pattern
from lib.ids import IdKind

ATTACHMENTS = re.compile(rf"/api/v1/reports/{id_pattern(IdKind.REPORT)}/attachments")


def larger_body(path: str) -> int:
    """How many bytes one may have; 0 where no more than any."""
    return ATTACHMENT_BYTES if ATTACHMENTS.fullmatch(path) else 0

"""Path converters for typed ids: `<gen:job_id>` yields the UUID; a malformed id is a plain 404.

Importing this module registers one converter per kind of id, named by its prefix.
"""

from typing import Any
from uuid import UUID

from django.urls import register_converter

from lib.api.patterns import id_pattern
from lib.ids import IdKind, decode, encode


class TypedIdConverter:
    """Base: a subclass names its kind."""

    kind: IdKind
    regex: str

    def to_python(self, value: str) -> UUID:
        """The UUID; Django answers 404 for the ValueError of anything else."""
        return decode(self.kind, value)

    def to_url(self, value: Any) -> str:
        """The typed id of a UUID, or a typed id as it is."""
        return encode(self.kind, value) if isinstance(value, UUID) else str(value)


def _converter(kind: IdKind) -> type[TypedIdConverter]:
    name = f"{kind.name.title()}IdConverter"
    return type(name, (TypedIdConverter,), {"kind": kind, "regex": id_pattern(kind)})


for _kind in IdKind:
    register_converter(_converter(_kind), _kind.value)

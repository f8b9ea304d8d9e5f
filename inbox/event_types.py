"""The types of events that apps may receive: a public enum with a JSON Schema for each."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

from lib.api.patterns import id_pattern
from lib.ids import IdKind

NAME = re.compile(r"[a-z_]+(\.[a-z_]+)+", re.ASCII)  # with a dot; the socket's own words have none
CLOSED_STRING = {"enum", "const", "pattern", "format"}


class UnknownEventType(LookupError):
    """Nobody registered an event type of this name."""


class InvalidEventData(ValueError):
    """The data does not fit the schema of its type. Says where, never what stands there."""


@dataclass(frozen=True)
class EventType:
    """`noun.verb`, the JSON Schema (2020-12) of its data, and what it tells a client.

    The schema is an object without additional properties. Strings in it are closed by `enum`,
    `const`, `pattern` or `format`: events carry ids, states and numbers, never people's words.
    """

    name: str
    schema: dict[str, Any]
    meaning: str

    @cached_property
    def validator(self) -> Draft202012Validator:
        """Compiled once."""
        return Draft202012Validator(self.schema, format_checker=FormatChecker())


_types: dict[str, EventType] = {}


def register(*event_types: EventType) -> None:
    """Make types known; called by a room's `AppConfig.ready()`. Raises ValueError."""
    for event_type in event_types:
        _check(event_type)
        if _types.setdefault(event_type.name, event_type) != event_type:
            raise ValueError(f"the event type {event_type.name} is registered twice")


def get(name: str) -> EventType:
    """The type of this name. Raises UnknownEventType."""
    if name not in _types:
        raise UnknownEventType(name)
    return _types[name]


def listing() -> list[EventType]:
    """All registered types by name, for the generated page and the API."""
    return sorted(_types.values(), key=lambda event_type: event_type.name)


def validate(name: str, data: dict[str, Any]) -> None:
    """Raises UnknownEventType or InvalidEventData."""
    try:
        get(name).validator.validate(data)
    except ValidationError as error:
        raise InvalidEventData(f"{name}: {error.json_path} breaks {error.validator}") from None


def typed_id(kind: IdKind) -> dict[str, Any]:
    """The schema of a public id of this kind."""
    return {"type": "string", "pattern": f"^{id_pattern(kind)}$"}


def closed_object(**properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object with just these members, all required."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _check(event_type: EventType) -> None:
    if not NAME.fullmatch(event_type.name):
        raise ValueError(f"{event_type.name!r} is not of the form noun.verb")
    Draft202012Validator.check_schema(event_type.schema)
    if event_type.schema.get("type") != "object":
        raise ValueError(f"{event_type.name}: the data must be an object")
    _check_closed(event_type.name, event_type.schema)


def _check_closed(name: str, schema: dict[str, Any]) -> None:
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if not types and not CLOSED_STRING & set(schema) - {"pattern", "format"}:
        raise ValueError(f"{name}: a part of the schema says no type")
    if "string" in types and not CLOSED_STRING & set(schema):
        raise ValueError(f"{name}: a string is open to people's words")
    if "object" in types and schema.get("additionalProperties") is not False:
        raise ValueError(f"{name}: an object takes unknown members")
    if "array" in types:
        _check_closed(name, schema.get("items", {}))
    for part in schema.get("properties", {}).values():
        _check_closed(name, part)

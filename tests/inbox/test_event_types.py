"""Types of events are closed: nobody's words fit into them."""

from typing import Any

import pytest
from jsonschema.exceptions import SchemaError  # type: ignore[import-untyped]

from inbox import event_types
from inbox.event_types import EventType, closed_object

INTEGER = {"type": "integer"}


def made(schema: dict[str, Any], name: str = "test.made") -> EventType:
    return EventType(name=name, schema=schema, meaning="A test made it.")


@pytest.mark.parametrize(
    "schema",
    [
        closed_object(text={"type": "string"}),
        closed_object(text={"type": ["string", "null"]}),
        closed_object(text={}),
        closed_object(inner={"type": "object", "properties": {}}),
        closed_object(inner=closed_object(text={"type": "string"})),
        closed_object(words={"type": "array", "items": {"type": "string"}}),
        closed_object(words={"type": "array"}),
        {"type": "object", "properties": {"n": INTEGER}},
        {"type": "array", "items": INTEGER},
    ],
)
def test_a_schema_that_is_open_to_words_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"test\.made"):
        event_types.register(made(schema))
    assert "test.made" not in {one.name for one in event_types.listing()}


@pytest.mark.parametrize("name", ["ping", "Test.made", "test.", "test made", "test.made!", ""])
def test_a_name_is_noun_and_verb(name: str) -> None:
    with pytest.raises(ValueError, match=r"noun\.verb"):
        event_types.register(made(closed_object(n=INTEGER), name))


def test_a_schema_that_is_none_is_refused() -> None:
    with pytest.raises(SchemaError):
        event_types.register(made({"type": "objekt", "additionalProperties": False}))


def test_a_name_means_one_thing() -> None:
    event_types.register(made(closed_object(n=INTEGER)))
    event_types.register(made(closed_object(n=INTEGER)))
    try:
        with pytest.raises(ValueError, match="twice"):
            event_types.register(made(closed_object(m=INTEGER)))
    finally:
        event_types._types.pop("test.made")

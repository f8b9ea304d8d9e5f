from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from lib.states import StateGraph


class Light(models.TextChoices):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


def graph(edges: dict[Light, Any], terminal: tuple[Light, ...] = (Light.BROKEN,)) -> Any:
    return StateGraph(Light, initial=Light.RED, terminal=terminal, edges=edges)


def test_a_graph_tells_from_where_a_state_is_entered() -> None:
    light = graph({Light.RED: [Light.GREEN], Light.GREEN: [Light.RED, Light.BROKEN]})
    assert light.sources(Light.RED) == {Light.GREEN}
    assert light.sources(Light.BROKEN) == {Light.GREEN}


def test_a_state_that_is_never_reached_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="never reached"):
        graph({Light.RED: [Light.BROKEN], Light.GREEN: [Light.RED]})


def test_a_dead_end_that_is_not_terminal_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="dead end"):
        graph({Light.RED: [Light.GREEN, Light.BROKEN]})


def test_a_way_out_of_a_terminal_state_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="terminal"):
        graph({Light.RED: [Light.GREEN], Light.GREEN: [Light.BROKEN], Light.BROKEN: [Light.RED]})
